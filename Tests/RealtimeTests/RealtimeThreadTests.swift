import Glibc
import Testing

@testable import Realtime

@Suite struct RealtimeThreadTests {
  /// What a thread saw of itself.
  private struct Sight: Sendable {
    var name = ""
    var flushes = false
    var halfOfSmallest: Float = 1
    var blocksTerminate = false
    var blocksFaults = true
    var priority: Int32 = 0
  }

  /// Takes the place of a result that a thread leaves for after its join.
  private final class Slot: @unchecked Sendable {
    var sight = Sight()
    /// Read at run time, so that the compiler cannot divide for us, without flushing.
    var smallest = Float.leastNormalMagnitude
  }

  private func sight(of configuration: RealtimeThread.Configuration) throws -> (
    sight: Sight, scheduling: SchedulingOutcome
  ) {
    let slot = Slot()
    let thread = try RealtimeThread(configuration) { @Sendable in
      var signals = sigset_t()
      var policy: Int32 = 0
      var parameters = sched_param()
      pthread_sigmask(SIG_SETMASK, nil, &signals)
      pthread_getschedparam(pthread_self(), &policy, &parameters)
      slot.sight = Sight(
        name: readThreadName(), flushes: Denormals.areFlushedToZero,
        halfOfSmallest: slot.smallest / 2,
        blocksTerminate: sigismember(&signals, SIGTERM) == 1,
        blocksFaults: sigismember(&signals, SIGSEGV) == 1,
        priority: parameters.sched_priority)
    }
    let scheduling = thread.scheduling
    thread.join()
    return (slot.sight, scheduling)
  }

  @Test func `a thread has its name, flushed denormals and blocked signals before its body runs`()
    throws
  {
    let (sight, _) = try sight(of: .init(name: "a-long-thread-name", priority: nil))
    #expect(sight.name == "a-long-thread-n")
    #expect(sight.flushes)
    #expect(sight.halfOfSmallest == 0)
    #expect(sight.blocksTerminate)
    #expect(!sight.blocksFaults)
  }

  @Test func `the creating thread keeps its own floating point and signals`() throws {
    let flushedBefore = Denormals.areFlushedToZero
    var before = sigset_t()
    pthread_sigmask(SIG_SETMASK, nil, &before)
    _ = try sight(of: .init(name: "other", priority: nil))
    var after = sigset_t()
    pthread_sigmask(SIG_SETMASK, nil, &after)
    #expect(Denormals.areFlushedToZero == flushedBefore)
    #expect(sigismember(&after, SIGTERM) == sigismember(&before, SIGTERM))
  }

  @Test func `F4: a thread gets the priority it asked for or a reason that names the fix`() throws {
    let (sight, scheduling) = try sight(of: .init(name: "capture", priority: 7))
    switch scheduling {
    case .realtime(let priority):
      #expect(sight.priority == Int32(priority))
      #expect((1...7).contains(priority))
    case .normal(let reason):
      #expect(sight.priority == 0)
      #expect(reason.contains("\"capture\""))
      #expect(reason.contains("LimitRTPRIO=7"))
    }
  }

  @Test func `a thread that asks for nothing runs at normal priority and says so`() throws {
    let (_, scheduling) = try sight(of: .init(name: "plain", priority: nil))
    #expect(
      scheduling
        == .normal(reason: "Thread \"plain\" was not asked to run in real time."))
  }

  @Test func `F6: an impossible stack is refused in a sentence that names the thread`() {
    let configuration = RealtimeThread.Configuration(
      name: "huge", priority: nil, stackBytes: 1 << 46)
    do {
      let thread = try RealtimeThread(configuration) { @Sendable in }
      thread.join()
      Issue.record("A stack of 64 TiB was granted.")
    } catch {
      #expect(error.resource == .thread("huge"))
      #expect(error.description.hasPrefix("Thread \"huge\" could not be started ("))
    }
  }

  @Test func `F4: locking memory succeeds or names the limit to raise`() {
    switch lockMemory() {
    case .locked: munlockall()
    case .refused(let reason): #expect(reason.contains("LimitMEMLOCK=infinity"))
    }
  }
}

/// The calling thread's name as the kernel has it.
private func readThreadName() -> String {
  guard let file = fopen("/proc/thread-self/comm", "r") else { return "" }
  defer { fclose(file) }
  var name: [UInt8] = []
  while case let byte = getc(file), byte != EOF, byte != 10 { name.append(UInt8(byte)) }
  return String(decoding: name, as: UTF8.self)
}

import Testing

@testable import Realtime

@Suite struct WakeSignalTests {
  @Test func `a wait without a signal ends with its time`() throws {
    let signal = try WakeSignal()
    let isWoken = signal.wait(timeoutNanoseconds: 0)
    #expect(!isWoken)
  }

  @Test func `signals before a wait end that wait and no other`() throws {
    let signal = try WakeSignal()
    signal.signal()
    signal.signal()
    let first = signal.wait(timeoutNanoseconds: 0)
    let second = signal.wait(timeoutNanoseconds: 0)
    #expect(first)
    #expect(!second)
  }

  @Test func `each signal can be made to end a wait`() throws {
    let signal = try WakeSignal(taking: .one)
    signal.signal()
    signal.signal()
    let taken = (0..<3).map { _ in signal.wait(timeoutNanoseconds: 0) }
    #expect(taken == [true, true, false])
  }

  @Test func `clear takes a signal without a wait`() throws {
    let signal = try WakeSignal()
    signal.signal()
    let first = signal.clear()
    let second = signal.clear()
    #expect(first)
    #expect(!second)
  }

  @Test func `one that nobody waits for is signalled and cleared through any handle`() {
    let signal = WakeSignal.unawaited()
    let other = signal.share()
    let before = signal.clear()
    other.signal()
    other.signal()
    let first = signal.clear()
    let second = other.clear()
    #expect(!before)
    #expect(first)
    #expect(!second)
    #expect(signal.fileDescriptor < 0)
  }

  @Test func `a signal wakes a thread that waits for ever`() throws {
    let signal = try WakeSignal()
    let answer = try WakeSignal()
    let signalBox = Handoff(signal.share())
    let answerBox = Handoff(answer.share())
    let thread = try RealtimeThread(.init(name: "sleeper", priority: nil)) { @Sendable in
      let mine = signalBox.take()
      while !mine.wait(timeoutNanoseconds: -1) {}
      answerBox.take().signal()
    }
    signal.signal()
    let isAnswered = answer.wait(timeoutNanoseconds: 10_000_000_000)
    thread.join()
    #expect(isAnswered)
  }

  @Test func `the clock does not go back`() {
    let first = MonotonicClock.nanoseconds
    let second = MonotonicClock.nanoseconds
    #expect(first > 0)
    #expect(second >= first)
  }

  @Test func `brackets nest and do nothing when nobody watches`() {
    RealtimeSection.enter()
    RealtimeSection.enter()
    RealtimeSection.exit()
    RealtimeSection.exit()
  }
}

internal import Realtime
internal import Synchronization

/// The thread that changes are built on, and what waits for it.
///
/// Requests to load the file again that follow each other are one: all of them are answered by the
/// file's newest state. Edits are made one by one, in order.
///
/// Thread: any but audio; answers come on the builder's thread.
final class ChangeQueue: Sendable {
  typealias Answer = @Sendable (Result<ChangeBuilder.Made, ChangeRefusal>) -> Void

  private let line: ChangeLine
  private let thread: Mutex<RealtimeThread?>

  /// - Parameter builder: given away.
  /// - Throws: when the system has no thread left.
  init(_ builder: ChangeBuilder) throws(RealtimeError) {
    let line = try ChangeLine()
    let handoff = Handoff(builder)
    let started = try RealtimeThread(
      // Decoders and resamplers were made for the stacks of ordinary programs.
      .init(name: "builder", priority: nil, stackBytes: 4 << 20)
    ) {
      Denormals.keep()
      line.serve(handoff.take())
    }
    self.line = line
    thread = Mutex(consume started)
  }

  deinit { stop() }

  /// Ends the thread after the change that it is at; the others are refused.
  func stop() {
    line.end()
    thread.withLock { $0 = nil }
  }

  /// Has something done that waits for a disk, behind what was asked for before.
  func perform(_ work: @escaping @Sendable () -> Void) { line.append(work) }

  /// Asks for a change; the answer comes later, on the builder's thread.
  func ask(_ change: Change, answer: @escaping Answer) {
    line.append(change, answer)
  }
}

/// What waits for the builder.
private final class ChangeLine: Sendable {
  private struct Waiting: Sendable {
    let change: Change
    let answer: ChangeQueue.Answer
  }

  private struct State: Sendable {
    var waiting: [Waiting] = []
    var works: [@Sendable () -> Void] = []
    var isEnding = false
  }

  private let state = Mutex(State())
  private let wake: WakeSignal

  /// Changes that may wait; nobody can mean more.
  private static let capacity = 1024

  init() throws(RealtimeError) { wake = try WakeSignal() }

  func append(_ change: Change, _ answer: @escaping ChangeQueue.Answer) {
    let refusal = state.withLock { state -> ChangeRefusal? in
      if state.isEnding { return .stopping }
      if state.waiting.count >= Self.capacity { return .busy }
      state.waiting.append(Waiting(change: change, answer: answer))
      return nil
    }
    if let refusal { answer(.failure(refusal)) } else { wake.signal() }
  }

  func append(_ work: @escaping @Sendable () -> Void) {
    state.withLock { $0.works.append(work) }
    wake.signal()
  }

  func end() {
    let dropped = state.withLock { state in
      defer { state.waiting = [] }
      state.isEnding = true
      return state.waiting
    }
    wake.signal()
    for waiting in dropped { waiting.answer(.failure(.stopping)) }
  }

  /// Builds until the end.
  func serve(_ builder: ChangeBuilder) {
    var isEnding = false
    while !isEnding {
      // Twice a second what the audio thread has put aside is freed.
      _ = wake.wait(timeoutNanoseconds: 500_000_000)
      builder.collect()
      var group = takeAll()[...]
      while let first = group.first {
        let same =
          first.change.source == .file
          ? group.prefix { $0.change == first.change } : group.prefix(1)
        let result = Self.result(of: first.change, builder)
        for waiting in same { waiting.answer(result) }
        group = group.dropFirst(same.count)
      }
      // Read before the works, so that what was to be done before the end is done.
      isEnding = state.withLock { $0.isEnding }
      for work in takeWorks() { work() }
    }
  }

  private func takeWorks() -> [@Sendable () -> Void] {
    state.withLock { state in
      defer { state.works = [] }
      return state.works
    }
  }

  private func takeAll() -> [Waiting] {
    state.withLock { state in
      defer { state.waiting = [] }
      return state.waiting
    }
  }

  private static func result(
    of change: Change, _ builder: ChangeBuilder
  ) -> Result<ChangeBuilder.Made, ChangeRefusal> {
    do throws(ChangeRefusal) {
      return .success(try builder.make(change))
    } catch {
      return .failure(error)
    }
  }
}

extension ChangeRefusal {
  static let stopping = ChangeRefusal(
    reason: .stopping, status: .tryAgain,
    message: "the daemon is on its way out; nothing is changed any more")
  static let busy = ChangeRefusal(
    reason: .busy, status: .tryAgain,
    message: "more changes than can be meant are waiting already; try again later")
}

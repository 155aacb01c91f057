internal import Realtime
public import Settings
internal import SignalProcessing
internal import Synchronization

/// Loads configurations with all that they name, and waits no longer for their files than ten seconds
/// (D5): each load has a thread of its own, which is left behind when a file system does not answer.
///
/// Thread: any but audio; blocks.
public struct BlueprintLoader: Sendable {
  /// Makes the blueprint; tells by `note` which files it is about to read.
  typealias Make =
    @Sendable (
      _ document: ConfigurationDocument, _ note: ([String]) -> Void
    ) -> Result<Blueprint, ChangeRefusal>

  private let patienceNanoseconds: Int
  private let make: Make
  private let left = Left()

  /// Loads that may still wait for a file system, so that asking again and again takes no more threads.
  private static let mostLeft = 4

  public init() { self.init(patienceMilliseconds: 10_000, make: Self.read) }

  init(patienceMilliseconds: Int, make: @escaping Make) {
    patienceNanoseconds = patienceMilliseconds * 1_000_000
    self.make = make
  }

  private static func read(
    _ document: ConfigurationDocument, _ note: ([String]) -> Void
  ) -> Result<Blueprint, ChangeRefusal> {
    Result { () throws(ChangeRefusal) in try Blueprint(document, noting: note) }
  }

  /// Loads that are still waited for by nobody.
  var leftCount: Int { left.count.load(ordering: .relaxed) }

  /// The configuration at a path, as it is now.
  ///
  /// - Throws: ``ChangeRefusal`` with every mistake, or that it took too long.
  public func load(path: String) throws(ChangeRefusal) -> Blueprint {
    try load(naming: path) { () throws(ChangeRefusal) in
      do throws(ConfigurationErrors) {
        return try .load(path: path)
      } catch {
        throw ChangeRefusal(error)
      }
    }
  }

  /// What a document asks for.
  ///
  /// - Throws: as of a path.
  public func load(_ document: ConfigurationDocument) throws(ChangeRefusal) -> Blueprint {
    try load(naming: document.path) { () throws(ChangeRefusal) in document }
  }

  private func load(
    naming path: String,
    _ document: @escaping @Sendable () throws(ChangeRefusal) -> ConfigurationDocument
  ) throws(ChangeRefusal) -> Blueprint {
    if leftCount >= Self.mostLeft { throw .stalled([path], seconds: nil) }
    let box = LoadBox(path: path, left), make = make
    do throws(RealtimeError) {
      let done = try WakeSignal()
      let signal = Handoff(done.share())
      let thread = try RealtimeThread(
        // Decoders and resamplers were made for the stacks of ordinary programs.
        .init(name: "loader", priority: nil, stackBytes: 4 << 20)
      ) {
        Denormals.keep()
        let signal = signal.take()
        let made = Result(catching: document).flatMap { make($0) { box.note($0) } }
        box.finish(made)
        signal.signal()
      }
      if !wait(for: done) { box.leave() }
      if box.isLeft { thread.leave() }
    } catch {
      throw ChangeRefusal(reason: .busy, status: .tryAgain, message: error.description)
    }
    if let result = box.result { return try result.get() }
    throw .stalled(box.files, seconds: Double(patienceNanoseconds) * 1e-9)
  }

  /// A wait may be cut short.
  private func wait(for done: borrowing WakeSignal) -> Bool {
    let end = MonotonicClock.nanoseconds + patienceNanoseconds
    while true {
      let rest = end - MonotonicClock.nanoseconds
      if rest <= 0 { return false }
      if done.wait(timeoutNanoseconds: rest) { return true }
    }
  }

  /// How many loads nobody waits for.
  fileprivate final class Left: Sendable {
    let count = Atomic<Int>(0)
  }
}

/// What a load has come to, between its thread and who waits for it.
private final class LoadBox: Sendable {
  private struct State {
    var files: [String]
    var result: Result<Blueprint, ChangeRefusal>?
    var isLeft = false
  }

  private let state: Mutex<State>
  private let left: BlueprintLoader.Left

  init(path: String, _ left: BlueprintLoader.Left) {
    state = Mutex(State(files: [path]))
    self.left = left
  }

  var files: [String] { state.withLock { $0.files } }
  var result: Result<Blueprint, ChangeRefusal>? { state.withLock { $0.result } }
  var isLeft: Bool { state.withLock { $0.isLeft } }

  func note(_ files: [String]) {
    if !files.isEmpty { state.withLock { $0.files = files } }
  }

  func finish(_ result: Result<Blueprint, ChangeRefusal>) {
    let wasLeft = state.withLock { state in
      if !state.isLeft { state.result = result }
      return state.isLeft
    }
    if wasLeft { left.count.subtract(1, ordering: .relaxed) }
  }

  /// Nobody waits any more, unless it has come to an end meanwhile.
  func leave() {
    let isLeft = state.withLock { state in
      state.isLeft = state.result == nil
      return state.isLeft
    }
    if isLeft { left.count.add(1, ordering: .relaxed) }
  }
}

extension ChangeRefusal {
  /// - Parameter seconds: how long was waited; `nil` if not at all, because others wait already.
  fileprivate static func stalled(_ files: [String], seconds: Double?) -> ChangeRefusal {
    let names = files.joined(separator: ", ")
    let what =
      seconds.map { "\(names): could not be read within \($0.text(decimals: 0)) s" }
      ?? "\(names): not read, because files that were asked for before still do not come"
    return ChangeRefusal(
      reason: .timedOut, status: .readWrite,
      message:
        "\(what): the file system does not answer; try again once it does, or copy the files "
        + "to a local disk")
  }
}

internal import Realtime
internal import Synchronization

/// What the builder has made, on its way to the control thread.
final class OperationInbox: Sendable {
  /// A change that was tried, and who waits for it.
  struct Made: Sendable {
    let result: Result<ChangeBuilder.Made, ChangeRefusal>
    let source: Change.Source
    let answer: @Sendable (Result<ChangeReport, ChangeRefusal>) -> Void
  }

  private let made = Mutex<[Made]>([])
  private let wake: WakeSignal

  /// - Parameter wake: signalled with everything that comes in.
  init(_ wake: consuming WakeSignal) { self.wake = wake }

  /// Thread: any.
  func put(_ made: Made) {
    self.made.withLock { $0.append(made) }
    wake.signal()
  }

  /// Thread: control.
  func take() -> [Made] {
    made.withLock { made in
      defer { made = [] }
      return made
    }
  }
}

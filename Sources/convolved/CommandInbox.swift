internal import Control
internal import ControlServer
internal import JSON
internal import Realtime
internal import Synchronization

/// What clients ask for, on its way from the server's thread to the control thread.
final class CommandInbox: Sendable {
  struct Asked: Sendable {
    let request: ControlRequest
    let client: ClientIdentity
    let answer: ControlServer.Answer
  }

  private let asked = Mutex<[Asked]>([])
  private let wake: WakeSignal

  /// - Parameter wake: signalled with everything that comes in.
  init(_ wake: borrowing WakeSignal) { self.wake = wake.share() }

  /// Thread: the server's. The server bounds what a client may have waiting here.
  func put(_ request: Asked) {
    asked.withLock { $0.append(request) }
    wake.signal()
  }

  /// Thread: control.
  func take() -> [Asked] {
    asked.withLock { asked in
      defer { asked = [] }
      return asked
    }
  }
}

internal import Control
internal import Session
internal import Synchronization

/// The figures for those who fetch them by HTTP: written on the control thread, read on the server's.
final class MetricsBoard: Sendable {
  private let board = Mutex("")

  /// Thread: any but audio.
  var text: String { board.withLock { $0 } }

  /// Thread: control.
  func put(_ report: MetricsReport) {
    let text = report.text
    board.withLock { $0 = text }
  }
}

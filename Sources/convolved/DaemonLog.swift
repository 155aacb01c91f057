internal import Control
internal import JSON
internal import Journal
internal import Logging
internal import Session
internal import Synchronization

/// What the daemon says, for its log, for who asks for the last lines, and for who follows them.
///
/// Thread: any but audio.
final class DaemonLog: Sendable {
  private struct State {
    var lines: [String] = []
    var publish: (@Sendable (JSONValue) -> Void)?
  }

  private let logger = Logger(label: "convolved")
  private let state = Mutex(State())

  /// Lines that are kept for those who ask.
  private static let capacity = ControlCommand.logLines.upperBound

  /// Has each line told to those who follow.
  func follow(by publish: @escaping @Sendable (JSONValue) -> Void) {
    state.withLock { $0.publish = publish }
  }

  func record(_ code: EventCode, _ message: String, _ metadata: Logger.Metadata = [:]) {
    logger.record(code, "\(message)", metadata: metadata)
    let publish = state.withLock { state in
      if state.lines.count == Self.capacity { state.lines.removeFirst() }
      state.lines.append(message)
      return state.publish
    }
    publish?(["code": .string(code.name), "message": .string(message)])
  }

  /// How a change ended.
  func record(_ result: Result<ChangeReport, ChangeRefusal>) {
    switch result {
    case .success(let report):
      record(
        .configurationReloaded, Report.change(result), ["generation": "\(report.generation)"])
      for note in report.notes { record(.chainBuilt, note) }
    case .failure(let refusal):
      record(.reloadRefused, Report.change(result), ["code": "\(refusal.reason.rawValue)"])
    }
  }

  /// The last lines, oldest first.
  func lines(_ count: Int) -> [String] { state.withLock { Array($0.lines.suffix(count)) } }
}

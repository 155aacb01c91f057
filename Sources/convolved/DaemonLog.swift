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
    var counts: [EventCode: Int] = [:]
    var publish: (@Sendable (JSONValue) -> Void)?
  }

  private let destination: LogDestination
  private let logger = Logger(label: "convolved")
  private let state = Mutex(State())

  /// Lines that are kept for those who ask.
  private static let capacity = ControlCommand.logLines.upperBound

  /// - Parameter destination: where lines go.
  init(_ destination: LogDestination) { self.destination = destination }

  /// Has each line told to those who follow.
  func follow(by publish: @escaping @Sendable (JSONValue) -> Void) {
    state.withLock { $0.publish = publish }
  }

  /// - Parameter times: how often it happened that ``count(_:)`` has not been told of.
  func record(
    _ code: EventCode, _ message: String, _ metadata: Logger.Metadata = [:], times: Int = 1
  ) {
    logger.record(code, "\(message)", metadata: metadata)
    let publish = state.withLock { state in
      state.counts[code, default: 0] += times
      if state.lines.count == Self.capacity { state.lines.removeFirst() }
      state.lines.append(message)
      return state.publish
    }
    publish?(["code": .string(code.name), "message": .string(message)])
  }

  /// Counts what happened and has no line of its own.
  func count(_ code: EventCode) { state.withLock { $0.counts[code, default: 0] += 1 } }

  /// How often each code happened since the start, in the order of the codes; of `log_dropped`, how
  /// many lines were.
  var counts: [(code: EventCode, count: Int)] {
    let counts = state.withLock { $0.counts }
    return EventCode.allCases.map { code in
      (code, code == .logDropped ? destination.droppedCount : counts[code] ?? 0)
    }
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

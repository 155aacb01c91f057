internal import ControlServer
internal import Journal
internal import Logging

/// Tells the log what clients were closed or refused for.
struct ClientTroubles {
  private var told: ControlCounts
  private var toldAt = 0

  private static let windowNanoseconds = 1_000_000_000

  init(_ counts: ControlCounts) { told = counts }

  /// - Parameter counts: since the start.
  /// - Parameter now: nanoseconds of the monotonic clock.
  mutating func tell(_ counts: ControlCounts, _ log: DaemonLog, now: Int) {
    guard now - toldAt >= Self.windowNanoseconds else { return }
    toldAt = now
    tell(counts.refused - told.refused, .clientRefused, "were too many and were refused", log)
    tell(counts.timeouts - told.timeouts, .clientTimedOut, "took too long and were closed", log)
    tell(
      counts.protocolErrors - told.protocolErrors, .clientMisspoke,
      "sent what is no request and were closed", log)
    tell(
      counts.droppedEvents - told.droppedEvents, .clientFellBehind,
      "were not sent to clients that read too slowly", log, of: "events")
    told = counts
  }

  private func tell(
    _ count: Int, _ code: EventCode, _ what: String, _ log: DaemonLog, of kind: String = "clients"
  ) {
    guard count > 0 else { return }
    log.record(code, "\(count) \(kind) \(what)", ["count": "\(count)"], times: count)
  }
}

internal import Journal
internal import Session

/// Tells the log what happens to the service, at most one line a second of each kind.
///
/// What was held back is counted, and told with the next line of its kind.
struct EventLog {
  /// Per kind: when its last line was, and how many were held back since.
  private var kinds: [LiveEvent: (told: Int, heldBack: Int)] = [:]

  private static let window = 1_000_000_000
  private let log: DaemonLog

  init(_ log: DaemonLog) { self.log = log }

  /// - Parameter now: nanoseconds of the monotonic clock.
  mutating func tell(_ events: [ServiceEvent], now: Int) {
    for event in events {
      guard let line = line(for: event, now) else { continue }
      log.record(EventCode(event), line, event.metadata)
    }
  }

  private mutating func line(for event: ServiceEvent, _ now: Int) -> String? {
    guard case .audio(let kind, let value) = event else { return Report.event(event) }
    let past = kinds[kind]
    if let past, now - past.told < Self.window {
      kinds[kind] = (past.told, past.heldBack + 1)
      log.count(EventCode(kind))
      return nil
    }
    kinds[kind] = (now, 0)
    return Report.event(kind, value) + Self.more(past?.heldBack ?? 0)
  }

  /// Tells what is still held back, at the end.
  func tellRest() {
    for kind in LiveEvent.allCases {
      guard let past = kinds[kind], past.heldBack > 0 else { continue }
      log.record(EventCode(kind), "\(Report.name(kind))\(Self.more(past.heldBack))", times: 0)
    }
  }

  private static func more(_ count: Int) -> String {
    count == 0 ? "" : " (and \(count) more since the last line)"
  }
}

internal import AudioDevices
internal import Session

/// Turns what happens to the service into lines, at most one a second of each kind.
///
/// What was held back is counted, and told with the next line of its kind.
struct EventLog {
  /// Per kind: when its last line was, and how many were held back since.
  private var kinds: [LiveEvent: (told: Int, heldBack: Int)] = [:]

  private static let window = 1_000_000_000

  /// - Parameter now: nanoseconds of the monotonic clock.
  mutating func lines(for events: [ServiceEvent], now: Int) -> [String] {
    events.compactMap { event in
      guard case .audio(let kind, let value) = event else { return Report.event(event) }
      return line(kind, value, now)
    }
  }

  private mutating func line(_ kind: LiveEvent, _ value: Int, _ now: Int) -> String? {
    let past = kinds[kind]
    if let past, now - past.told < Self.window {
      kinds[kind] = (past.told, past.heldBack + 1)
      return nil
    }
    kinds[kind] = (now, 0)
    return Report.event(kind, value) + Self.more(past?.heldBack ?? 0)
  }

  /// What is still held back, at the end.
  func rest() -> [String] {
    LiveEvent.allCases.compactMap { kind in
      guard let past = kinds[kind], past.heldBack > 0 else { return nil }
      return "\(Report.name(kind))\(Self.more(past.heldBack))"
    }
  }

  private static func more(_ count: Int) -> String {
    count == 0 ? "" : " (and \(count) more since the last line)"
  }
}

internal import Realtime

/// Finds the xruns of both sides that are one trouble: a machine that did not run for longer than a
/// buffer lasts.
///
/// The events of both sides come through queues of their own, so that one may be seen before the other
/// is there: an xrun that is alone is held until the next look. Thread: control.
struct JointXruns {
  /// Alone at the last look.
  private var held: [AudioEvent] = []

  /// Whether the session still runs.
  enum Rest { case toCome, none }

  /// 50 ms: longer than both threads need to notice, shorter than any two troubles that a person
  /// would tell apart.
  private static let window = 50_000_000

  /// Puts one event in the place of each pair.
  ///
  /// - Parameter events: those of each side in order, since the last call.
  /// - Parameter rest: whether more will come.
  /// - Returns: what is to be told now, and how many pairs there were.
  mutating func merge(
    _ events: [AudioEvent], rest: Rest
  ) -> (events: [AudioEvent], pairs: Int) {
    var told = held, new = events, pairs = 0
    held = []
    for index in told.indices where Self.pair(&told[index], with: &new) { pairs += 1 }
    while let event = new.first {
      new.removeFirst()
      var event = event
      if Self.pair(&event, with: &new) {
        pairs += 1
      } else if Self.isXrun(event), rest == .toCome {
        held.append(event)
        continue
      }
      told.append(event)
    }
    return (told, pairs)
  }

  /// Takes the partner of an xrun out of the others, if it is among them.
  private static func pair(_ event: inout AudioEvent, with others: inout [AudioEvent]) -> Bool {
    guard isXrun(event) else { return false }
    let (kind, moment) = (event.kind, event.nanoseconds)
    let partner = others.firstIndex {
      isXrun($0) && $0.kind != kind && abs($0.nanoseconds - moment) <= window
    }
    guard let partner else { return false }
    others.remove(at: partner)
    event.kind = LiveEvent.bothXruns.rawValue
    return true
  }

  private static func isXrun(_ event: AudioEvent) -> Bool {
    event.kind == LiveEvent.captureXrun.rawValue || event.kind == LiveEvent.playbackXrun.rawValue
  }
}

/// The time of a simulation: it stands still unless someone moves it.
///
/// Thread: one simulation is one thread.
package final class VirtualTime {
  /// Nanoseconds of the monotonic clock; never goes back.
  package private(set) var now: Int

  /// - Parameter start: not 0, so that a time that was never set is noticed.
  package init(start: Int = 1_000_000_000) { now = start }

  /// Moves to a moment; one in the past changes nothing.
  package func advance(to moment: Int) { now = max(now, moment) }

  package func advance(by nanoseconds: Int) { advance(to: now + nanoseconds) }
}

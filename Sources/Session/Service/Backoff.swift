/// When to try again what has failed: after 50 ms, then twice as long each time, 800 ms at most, so
/// that a device is back within a second even if nobody tells of it.
struct Backoff: Equatable {
  private var pause = Self.shortest
  /// The moment from which a try is due.
  private(set) var dueAt = Int.min

  private static let shortest = 50_000_000
  private static let longest = 800_000_000

  /// A try has failed.
  mutating func noteFailure(now: Int) {
    dueAt = now + pause
    pause = min(2 * pause, Self.longest)
  }

  /// There is a reason to try at once. A success ends a row of failures.
  mutating func reset() { self = Backoff() }
}

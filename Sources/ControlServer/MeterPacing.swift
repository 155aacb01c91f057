/// Chooses from meters that come often those that a client gets, by its rate.
struct MeterPacing {
  private let intervalNanoseconds: Int
  private var dueAt: Int?

  /// - Parameter rate: per second.
  init(rate: Int) {
    intervalNanoseconds = 1_000_000_000 / rate
  }

  /// Whether the client gets the one that comes at `now`; then the next is an interval later.
  ///
  /// One that comes a little early is taken: at the client's own rate all of them jitter. The mean
  /// rate stays the client's, because what is due is counted from what was due.
  mutating func isDue(now: Int) -> Bool {
    let due = dueAt ?? now
    guard now >= due - intervalNanoseconds / 4 else { return false }
    dueAt = (now - due > intervalNanoseconds ? now : due) + intervalNanoseconds
    return true
  }
}

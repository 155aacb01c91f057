/// Notices that playback runs dry again and again: five times within ten seconds.
///
/// The answer to a storm is more latency, because every single time is short of only a little.
struct XrunStorm: Equatable {
  /// When the last four happened, oldest first.
  private var times: (Int, Int, Int, Int) = (.min, .min, .min, .min)

  private static var window: Int { @_noLocks get { 10_000_000_000 } }

  static func == (a: XrunStorm, b: XrunStorm) -> Bool { a.times == b.times }

  /// Counts one more; says whether it makes a storm, after which counting begins anew.
  @_noLocks
  mutating func note(now: Int) -> Bool {
    let fifthLast = times.0
    times = (times.1, times.2, times.3, now)
    guard fifthLast != .min, now - fifthLast <= Self.window else { return false }
    times = (.min, .min, .min, .min)
    return true
  }
}

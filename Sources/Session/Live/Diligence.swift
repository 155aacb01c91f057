/// Has a thread sleep for a moment when it has worked for long without any: the kernel ends a realtime
/// thread that does not (`RLIMIT_RTTIME`), and with it a daemon whose chain is merely too slow.
struct Diligence: Equatable {
  /// 1 ms: a sleep to the kernel, little to a sound that is late already.
  static var pause: Int { @_noLocks get { 1_000_000 } }

  private var begunAt: Int?
  private var endedAt = 0

  /// Less than half of the 500 ms that the service grants.
  private static var longest: Int { @_noLocks get { 200_000_000 } }
  /// What comes as soon as this after the step before has not waited for anything.
  private static var shortestWait: Int { @_noLocks get { 50_000 } }

  /// A step begins.
  @_noLocks
  mutating func noteStep(at now: Int) {
    if begunAt == nil || now - endedAt > Self.shortestWait { begunAt = now }
  }

  /// A step ends; says whether a pause is due.
  @_noLocks
  mutating func takePause(now: Int) -> Bool {
    endedAt = now
    guard let begunAt, now - begunAt > Self.longest else { return false }
    self.begunAt = nil
    return true
  }
}

internal import CRealtime

/// The part of an audio thread's loop in which nothing may allocate, lock, wait or open.
///
/// The brackets let RealtimeSanitizer or the preloaded RealtimeGuard check that part at run time,
/// callees in C included. Without either they test one pointer. They nest.
public enum RealtimeSection {
  /// Begins the checked part. Thread: audio.
  @_noLocks
  public static func enter() {
    crt_realtime_enter()
  }

  /// Ends it. Thread: the one that entered.
  @_noLocks
  public static func exit() {
    crt_realtime_exit()
  }
}

internal import Glibc

/// The signals that end the daemon, taken by waiting for them instead of by a handler.
enum Signals {
  /// Blocks them for this thread and all that it will start, and ignores a closed pipe.
  static func block() {
    var set = stopSet
    unsafe pthread_sigmask(SIG_BLOCK, &set, nil)
    signal(SIGPIPE, SIG_IGN)
  }

  /// Whether a stop was asked for within so many milliseconds.
  static func waitForStop(milliseconds: Int) -> Bool {
    var set = stopSet
    var timeout = timespec(tv_sec: milliseconds / 1000, tv_nsec: milliseconds % 1000 * 1_000_000)
    return unsafe sigtimedwait(&set, nil, &timeout) > 0
  }

  /// From now on a further signal ends the process at once, as by default.
  static func unblock() {
    var set = stopSet
    unsafe pthread_sigmask(SIG_UNBLOCK, &set, nil)
  }

  private static var stopSet: sigset_t {
    var set = sigset_t()
    unsafe sigemptyset(&set)
    unsafe sigaddset(&set, SIGINT)
    unsafe sigaddset(&set, SIGTERM)
    return set
  }
}

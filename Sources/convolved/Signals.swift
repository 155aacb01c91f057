internal import Glibc

/// The signals that the daemon listens to, taken by waiting for them instead of by a handler.
enum Signals {
  /// Blocks them for this thread and all that it will start, and ignores a closed pipe.
  static func block() {
    var set = wishes
    unsafe pthread_sigmask(SIG_BLOCK, &set, nil)
    signal(SIGPIPE, SIG_IGN)
  }

  /// What a signal asks for.
  enum Wish {
    case stop
    /// Have a muted output heard again.
    case unmute
  }

  /// What was asked for within so many milliseconds, if anything.
  static func wait(milliseconds: Int) -> Wish? {
    var set = wishes
    var timeout = timespec(tv_sec: milliseconds / 1000, tv_nsec: milliseconds % 1000 * 1_000_000)
    switch unsafe sigtimedwait(&set, nil, &timeout) {
    case SIGUSR1: return .unmute
    case let signal where signal > 0: return .stop
    default: return nil
    }
  }

  /// From now on a further signal to stop ends the process at once, as by default.
  static func unblock() {
    var set = stopSet
    unsafe pthread_sigmask(SIG_UNBLOCK, &set, nil)
  }

  private static var wishes: sigset_t {
    var set = stopSet
    unsafe sigaddset(&set, SIGUSR1)
    return set
  }

  private static var stopSet: sigset_t {
    var set = sigset_t()
    unsafe sigemptyset(&set)
    unsafe sigaddset(&set, SIGINT)
    unsafe sigaddset(&set, SIGTERM)
    return set
  }
}

internal import Glibc

/// SIGINT and SIGTERM, asked for between blocks: the output in the making is removed first.
enum Interruption {
  /// Blocks both for this thread.
  static func hold() {
    var set = signals
    unsafe pthread_sigmask(SIG_BLOCK, &set, nil)
  }

  /// The signal that came, if one did.
  static func pending() -> Int32? {
    var set = signals
    var none = timespec(tv_sec: 0, tv_nsec: 0)
    let signal = unsafe sigtimedwait(&set, nil, &none)
    return signal > 0 ? signal : nil
  }

  private static var signals: sigset_t {
    var set = sigset_t()
    unsafe sigemptyset(&set)
    unsafe sigaddset(&set, SIGINT)
    unsafe sigaddset(&set, SIGTERM)
    return set
  }
}

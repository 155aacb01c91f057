internal import ArgumentParser
internal import Glibc

/// The signals that ask a program to end, answered between blocks: the output in the making is
/// removed first.
enum Interruption {
  /// Blocks them for this thread, and makes a file size limit an error like a full disk.
  static func hold() {
    var set = signals
    unsafe pthread_sigmask(SIG_BLOCK, &set, nil)
    signal(SIGXFSZ, SIG_IGN)
  }

  /// What to end with because of the signal that came, if one did.
  static func pending() -> ExitCode? {
    var set = signals
    var none = timespec(tv_sec: 0, tv_nsec: 0)
    let signal = unsafe sigtimedwait(&set, nil, &none)
    return signal > 0 ? ExitCode(128 + signal) : nil
  }

  /// Without those that are ignored, as by `nohup` or in a script's background: a signal that is
  /// blocked as well would come all the same.
  private static let signals: sigset_t = {
    var set = sigset_t()
    unsafe sigemptyset(&set)
    for signal in [SIGHUP, SIGINT, SIGTERM] where !isIgnored(signal) {
      unsafe sigaddset(&set, signal)
    }
    return set
  }()

  private static func isIgnored(_ signal: Int32) -> Bool {
    var action = sigaction()
    unsafe sigaction(signal, nil, &action)
    let handler = unsafe unsafeBitCast(action.__sigaction_handler.sa_handler, to: Int.self)
    let ignoring = unsafe unsafeBitCast(SIG_IGN, to: Int.self)
    return handler == ignoring
  }
}

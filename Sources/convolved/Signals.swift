internal import Glibc
internal import Realtime

/// What asks for the control thread's attention: signals, and threads that have something to say.
struct Signals: ~Copyable {
  /// What a signal asks for.
  enum Wish {
    case stop
    /// Have a muted output heard again.
    case unmute
    case reload
  }

  private let inbox: SignalInbox
  /// Ends a wait.
  let wake: WakeSignal

  private static let stopping = [SIGINT, SIGTERM]

  /// Blocks the signals for this thread and all that it will start, and ignores a closed pipe.
  init() throws(RealtimeError) {
    let wake = try WakeSignal()
    inbox = try SignalInbox(Self.stopping + [SIGUSR1, SIGHUP])
    self.wake = consume wake
    signal(SIGPIPE, SIG_IGN)
  }

  /// Waits until something asks for attention, so many milliseconds at most.
  func wait(milliseconds: Int) {
    var sources = [
      pollfd(fd: inbox.fileDescriptor, events: Int16(POLLIN), revents: 0),
      pollfd(fd: wake.fileDescriptor, events: Int16(POLLIN), revents: 0),
    ]
    _ = unsafe poll(&sources, nfds_t(sources.count), Int32(milliseconds))
    wake.clear()
  }

  /// What was asked for next, if anything.
  func takeWish() -> Wish? {
    switch inbox.take() {
    case SIGUSR1: .unmute
    case SIGHUP: .reload
    case nil: nil
    default: .stop
    }
  }

  /// From now on a further signal to stop ends the process at once, as by default.
  static func unblock() {
    var set = sigset_t()
    unsafe sigemptyset(&set)
    for signal in stopping { unsafe sigaddset(&set, signal) }
    unsafe pthread_sigmask(SIG_UNBLOCK, &set, nil)
  }
}

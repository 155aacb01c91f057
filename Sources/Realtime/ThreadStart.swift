internal import CRealtime
internal import Glibc

/// The way from a configuration to a running, prepared thread.
struct ThreadStart {
  let handle: pthread_t
  let scheduling: SchedulingOutcome

  /// Starts the thread at the best scheduling that the system grants.
  static func begin(
    _ configuration: RealtimeThread.Configuration, body: @escaping @Sendable () -> Void
  ) throws(RealtimeError) -> ThreadStart {
    let entry = ThreadEntry(configuration, body: body)
    var refusal: Int32 = 0
    for priority in attempts(configuration.priority) {
      var handle = pthread_t()
      let code = create(&handle, entry, priority: priority, stackBytes: configuration.stackBytes)
      if code == 0 {
        let granted = entry.awaitPrepared()
        return ThreadStart(
          handle: handle, scheduling: outcome(granted, asked: configuration, refusal: refusal))
      }
      refusal = code
    }
    throw RealtimeError(resource: .thread(configuration.name), code: refusal)
  }

  /// The priorities to try, best first; `nil` stands for normal scheduling.
  private static func attempts(_ asked: Int?) -> [Int?] {
    guard let asked else { return [nil] }
    // An unprivileged process may have a limit below what is asked for. That much is better than
    // nothing.
    let limit = Int(crt_realtime_priority_limit())
    return limit > 0 && limit < asked ? [asked, limit, nil] : [asked, nil]
  }

  /// Creates the thread with pthread_create and returns its code. The entry is retained for the
  /// thread only when it starts.
  private static func create(
    _ handle: inout pthread_t, _ entry: ThreadEntry, priority: Int?, stackBytes: Int
  ) -> Int32 {
    var attributes = pthread_attr_t()
    pthread_attr_init(&attributes)
    defer { pthread_attr_destroy(&attributes) }
    pthread_attr_setstacksize(&attributes, stackBytes)
    // Without this the creator's scheduling would be inherited and the rest ignored.
    pthread_attr_setinheritsched(&attributes, Int32(PTHREAD_EXPLICIT_SCHED))
    var parameters = sched_param(sched_priority: Int32(priority ?? 0))
    pthread_attr_setschedpolicy(&attributes, priority == nil ? SCHED_OTHER : SCHED_FIFO)
    pthread_attr_setschedparam(&attributes, &parameters)
    return withSignalsBlocked {
      let argument = Unmanaged.passRetained(entry)
      let code = pthread_create(&handle, &attributes, ThreadEntry.main, argument.toOpaque())
      if code != 0 { argument.release() }
      return code
    }
  }

  /// What to report, by the kernel's answer on the thread itself.
  private static func outcome(
    _ granted: crt_scheduling, asked: RealtimeThread.Configuration, refusal: Int32
  ) -> SchedulingOutcome {
    if granted.policy == SCHED_FIFO || granted.policy == SCHED_RR {
      return .realtime(priority: Int(granted.priority))
    }
    guard let priority = asked.priority else {
      return .normal(reason: "Thread \"\(asked.name)\" was not asked to run in real time.")
    }
    return .normal(
      reason: "Thread \"\(asked.name)\" runs at normal priority because the system refused "
        + "SCHED_FIFO priority \(priority) (\(systemText(refusal))): set LimitRTPRIO=\(priority) in "
        + "the service unit, or give the user \"rtprio \(priority)\" in /etc/security/limits.d.")
  }
}

/// Runs `body` with the signals blocked that a handler could take, which a thread created in it
/// inherits: there is then no moment in which the thread could be chosen to run a handler.
private func withSignalsBlocked<Result>(_ body: () -> Result) -> Result {
  var blocked = sigset_t()
  var previous = sigset_t()
  sigfillset(&blocked)
  // Faults of the thread itself must still end the process, and so must the end of its realtime
  // budget (LimitRTTIME).
  for fault in [SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGTRAP, SIGABRT, SIGSYS, SIGXCPU] {
    sigdelset(&blocked, fault)
  }
  pthread_sigmask(SIG_BLOCK, &blocked, &previous)
  defer { pthread_sigmask(SIG_SETMASK, &previous, nil) }
  return body()
}

/// How the kernel schedules a thread, as asked from the kernel after its start.
public enum SchedulingOutcome: Equatable, Sendable {
  /// SCHED_FIFO or SCHED_RR at this priority, 1 to 99.
  case realtime(priority: Int)
  /// Like any program's thread. The reason is one sentence that names what was refused and the fix.
  case normal(reason: String)
}

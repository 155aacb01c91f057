internal import CRealtime

/// The clock by which audio threads measure themselves.
public enum MonotonicClock {
  /// Nanoseconds since some fixed moment, never going back (CLOCK_MONOTONIC).
  ///
  /// - Thread: any, audio included: no system call where the kernel has a vDSO clock.
  public static var nanoseconds: Int {
    @_noLocks get { Int(crt_monotonic_nanoseconds()) }
  }

  /// Waits so long, or less when a signal comes. Thread: any; blocks.
  public static func sleep(nanoseconds: Int) { crt_sleep(Int64(nanoseconds)) }
}

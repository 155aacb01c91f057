internal import Glibc

/// How long a realtime thread may run without a sleep before the kernel ends the process by SIGXCPU: a
/// thread that spins would else take its processor for good, and nobody could end it (F5).
///
/// Source: `RLIMIT_RTTIME`, getrlimit(2).
public enum RealtimeBudget {
  /// Bounds it for the whole process. A tighter limit that someone has set stays, and so does the
  /// limit beyond which the kernel kills at once.
  ///
  /// - Thread: any but audio.
  public static func bound(milliseconds: Int) {
    let resource = __rlimit_resource_t(__RLIMIT_RTTIME.rawValue)
    var limit = rlimit()
    guard getrlimit(resource, &limit) == 0 else { return }
    limit.rlim_cur = min(limit.rlim_cur, rlim_t(milliseconds) * 1000)
    // Lowering it needs no right, and what fails leaves things as they were.
    _ = setrlimit(resource, &limit)
  }
}

#if canImport(Glibc)
  internal import Glibc
#endif

/// The system's clocks, in nanoseconds.
enum Clock {
  /// Time on the wall.
  static var wall: Int { read(CLOCK_MONOTONIC) }

  /// Processor time of all threads of this process.
  static var processor: Int { read(CLOCK_PROCESS_CPUTIME_ID) }

  /// What two readings of ``wall`` in a row are apart: taken out of short measurements.
  static func overhead() -> Int {
    (0..<1000).map { _ in
      let start = wall
      return wall - start
    }.min() ?? 0
  }

  private static func read(_ clock: clockid_t) -> Int {
    var time = timespec()
    clock_gettime(clock, &time)
    return time.tv_sec * 1_000_000_000 + time.tv_nsec
  }
}

/// What the system has counted for this process until now.
struct ProcessUsage {
  /// Seconds of user and system time.
  let processorSeconds: Double
  /// The process waited.
  let voluntarySwitches: Int
  /// Another process was given the processor.
  let involuntarySwitches: Int
  let peakResidentBytes: Int

  static var current: ProcessUsage {
    var usage = rusage()
    getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
    let times = [usage.ru_utime, usage.ru_stime]
    return ProcessUsage(
      processorSeconds: times.reduce(0) { $0 + Double($1.tv_sec) + 1e-6 * Double($1.tv_usec) },
      voluntarySwitches: usage.ru_nvcsw, involuntarySwitches: usage.ru_nivcsw,
      peakResidentBytes: 1024 * usage.ru_maxrss)
  }
}

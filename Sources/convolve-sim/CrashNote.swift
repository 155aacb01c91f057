import Glibc

/// Names the seeds that were running when the program dies of a trap.
enum CrashNote {
  private static let mostJobs = 64
  /// Written by each job in its own place; read by a signal handler, which may see an old seed.
  nonisolated(unsafe) private static let seeds = {
    let seeds = UnsafeMutablePointer<UInt64>.allocate(capacity: mostJobs)
    seeds.initialize(repeating: 0, count: mostJobs)
    return seeds
  }()

  /// Backwards, as it is written.
  nonisolated(unsafe) private static let prefix = UnsafeBufferPointer(
    UnsafeMutableBufferPointer.allocate(capacity: 13).reversedCopy(of: "CRASH seed 0x"))

  static func note(_ seed: UInt64, job: Int) { seeds[job % mostJobs] = seed }

  static func install() {
    _ = (seeds, prefix)
    for number in [SIGILL, SIGTRAP, SIGSEGV, SIGABRT, SIGBUS, SIGFPE] {
      signal(number) { number in
        CrashNote.write()
        signal(number, SIG_DFL)
        raise(number)
      }
    }
  }

  /// Only what a signal handler may do.
  private static func write() {
    for job in 0..<mostJobs where seeds[job] != 0 {
      withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 32) { line in
        var seed = seeds[job]
        line[31] = 10
        var place = 31
        while seed > 0 {
          place -= 1
          let digit = UInt8(seed % 16)
          line[place] = digit < 10 ? 48 + digit : 87 + digit
          seed /= 16
        }
        for letter in prefix {
          place -= 1
          line[place] = letter
        }
        _ = Glibc.write(2, line.baseAddress! + place, 32 - place)
      }
    }
  }
}

extension UnsafeMutableBufferPointer<UInt8> {
  fileprivate func reversedCopy(of text: String) -> Self {
    _ = initialize(from: text.utf8.reversed())
    return self
  }
}

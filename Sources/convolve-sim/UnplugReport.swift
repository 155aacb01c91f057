import Glibc
import SimulatedSession

/// Pulls cards out again and again, and says what it costs.
enum UnplugReport {
  /// Losses after which all that is kept has been allocated.
  private static let warmUp = 1000

  /// - Returns: whether every promise was kept.
  static func run(cycles: Int) -> Bool {
    var before = (descriptors: 0, kibibytes: 0), after = before
    let result = UnplugTrial(cycles: cycles).run { losses in
      if losses == min(warmUp, cycles / 2) { before = held() }
      if losses == cycles { after = held() }
    }
    let grown = (
      descriptors: after.descriptors - before.descriptors,
      kibibytes: after.kibibytes - before.kibibytes
    )
    print(
      "\(result.lossCount) unplugs, sound again \(result.longestReturnSeconds) s at most after the "
        + "card is back, \(grown.descriptors) descriptors and \(grown.kibibytes) KiB more than after "
        + "\(min(warmUp, cycles / 2))")
    for violation in result.violations { print("  FAIL \(violation)") }
    return result.violations.isEmpty && result.lossCount == cycles
      && result.longestReturnSeconds <= 1 && grown.descriptors <= 0 && grown.kibibytes <= 64
  }

  /// Open descriptors, and resident memory.
  private static func held() -> (descriptors: Int, kibibytes: Int) {
    var count = 0
    if let folder = opendir("/proc/self/fd") {
      while readdir(folder) != nil { count += 1 }
      closedir(folder)
    }
    return (count, ownPages() * Int(sysconf(Int32(_SC_PAGESIZE))) / 1024)
  }

  /// Resident pages that are no file's: code is mapped 64 KiB at a time, whenever it is first run.
  private static func ownPages() -> Int {
    guard let file = fopen("/proc/self/statm", "r") else { return 0 }
    defer { fclose(file) }
    var line = [CChar](repeating: 0, count: 128)
    guard fgets(&line, Int32(line.count), file) != nil else { return 0 }
    let text = String(decoding: line.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    let pages = text.split(separator: " ").map { Int($0) ?? 0 }
    // All, resident, resident of files.
    return pages.count > 2 ? pages[1] - pages[2] : 0
  }
}

import Glibc
import Testing
import TestSupport

extension DaemonTests {
  /// What the audio threads do between waking up and waiting again, seen by a preloaded guard.
  @Suite struct GuardTests {
    @Test func `the audio threads never allocate, lock, wait, log or count references`() throws {
      let report = try guarded(seconds: Self.isLong ? 1334 : 20)
      #expect(report.number("brackets") > (Self.isLong ? 1_000_000 : 1000))
      #expect(report.number("threads") == 2)
      #expect(report.number("violations") == 0, "\(report.text)")
    }

    /// And nothing but `main` keeps libasound from locking, which the guard sees.
    @Test func `the guard sees the locks of a libasound that may take them`() throws {
      let report = try guarded(environment: ["LIBASOUND_THREAD_SAFE": "1"])
      #expect(report.number("violations") > 1000)
      #expect(report.number("pthread_mutex_lock") == report.number("violations"))
    }

    /// A million blocks in place of fifteen thousand, which takes minutes (R9).
    private static let isLong = getenv("CONVOLVED_LONG_TESTS") != nil

    /// Blocks of a hall in five sizes of partitions, and of every other stage.
    private func guarded(
      seconds: Double = 20, environment: [String: String] = [:]
    ) throws -> GuardReport {
      let bench = try DaemonBench()
      bench.periodFrames = 64
      bench.chain = [
        "- convolve: {ir: hall.wav, gain: -12}",
        "- crossover: {shape: linkwitz-riley, order: 4, split: 2000, low: L, high: R}",
        "- eq: {bands: [{type: peak, freq: 62, gain: 6, q: 4}]}",
        "- delay: {on: R, time: 10.6 cm}",
        "- invert: {on: L}",
        "- limiter: {on: L, ceiling: -30}",
      ]
      try bench.writeCapture(DaemonBench.noise)
      try bench.folder.write(try DaemonBench.hall(), as: "hall.wav")
      let own = [
        "LD_PRELOAD": try Products.path("libRealtimeGuard.so"),
        "REALTIME_GUARD_REPORT": bench.folder.path("guard.json"),
        "REALTIME_GUARD_TRACE": "1",
      ]
      let result = try bench.start(
        ["--for", "\(seconds)"], environment: own.merging(environment) { _, given in given }
      ).result(within: .seconds(60 + 2 * seconds))
      #expect(result.ending == .exited(0), "\(result.errors)")
      #expect(result.errors.contains("partitions 64x"))
      return GuardReport(
        text: String(decoding: try bench.folder.bytes("guard.json"), as: UTF8.self))
    }
  }
}

/// The guard's line of JSON.
private struct GuardReport {
  let text: String

  /// The number under `key`, of which there is one; -1 without it.
  func number(_ key: String) -> Int {
    guard let range = text.firstRange(of: "\"\(key)\":") else { return -1 }
    return Int(text[range.upperBound...].prefix { $0.isNumber }) ?? -1
  }
}

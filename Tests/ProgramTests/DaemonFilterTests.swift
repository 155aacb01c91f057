import Glibc
import Testing
import TestSupport

extension DaemonTests {
  /// Crossover, equalisers, delay and limiter in the running daemon.
  @Suite struct FilterTests {
    private let highCeiling = Float(pow(10, -12.0 / 20))

    /// The active two-way loudspeaker of the examples.
    private func bench() throws -> DaemonBench {
      let bench = try DaemonBench()
      bench.playback.channels = ["L low", "R low", "L high", "R high"]
      bench.chain = [
        "- route: {L low: L, R low: R, L high: L, R high: R}",
        "- crossover: {shape: linkwitz-riley, order: 4, split: 2000, low: [L low, R low], high: [L high, R high]}",
        "- eq: {on: [L low, R low], bands: [{type: peak, freq: 62, gain: -5.5, q: 4.2}]}",
        "- eq: {on: [L high, R high], file: tweeter.txt}",
        "- delay: {on: [L high, R high], time: 0.31 ms}",
        "- limiter: {on: [L high, R high], ceiling: -12}",
      ]
      return bench
    }

    private func write(_ text: String, in bench: DaemonBench) throws {
      try bench.folder.write(Array(text.utf8), as: "tweeter.txt")
    }

    @Test("live sound is the chain's, and its latency is told", arguments: [64, 441])
    func identity(period: Int) throws {
      let bench = try bench()
      bench.periodFrames = period
      try write(
        "Preamp: -1.5 dB\nFilter: ON HSC Fc 9000 Hz Gain 3 dB Q 0.7\nGraphicEQ: 100 0; 9000 3\n",
        in: bench)
      try bench.writeCapture(DaemonBench.noise)
      let result = try bench.run(seconds: 2)
      #expect(result.ending == .exited(0), "\(result.errors)")
      let report = DaemonReport(result)
      // 72 frames look ahead, and 17 make 14.88 frames of delay long enough for its filter.
      #expect(report.filterFrames == 89)
      let heard = try bench.heard()
      let whole = try bench.framesBeforeEnd(heard)
      let wanted = try DaemonReference.render(
        DaemonBench.noise, frames: whole, by: bench.configurationPath,
        partitions: report.partitions)
      for (heard, wanted) in zip(heard, wanted) {
        #expect(bench.firstDifference(heard, wanted, report) == nil)
      }
      let high = heard[2...].joined()
      #expect(high.allSatisfy { $0.magnitude <= highCeiling })
      #expect(high.contains { $0.magnitude > 0.99 * highCeiling })
      #expect(heard[..<2].joined().contains { $0.magnitude > highCeiling })
      let held = report.lines.filter { $0.hasSuffix(", held at -12.0 dB by a limiter") }
      #expect(held.count == 2)
    }

    @Test func `a mistake in an equaliser's text is told with its line`() throws {
      let bench = try bench()
      try write("Preamp: -1.5 dB\nFilter: ON PKK Fc 9 kHz\n", in: bench)
      // It must not get as far as this.
      bench.capture.refusal = EBUSY
      let result = try bench.start().result()
      #expect(result.ending == .exited(78))
      #expect(
        result.errors == """
          \(bench.folder.path)/tweeter.txt:2:12: error: there is no filter type "PKK"
          Filter: ON PKK Fc 9 kHz
                     ^
          hint: did you mean "PK"? Allowed: PK, LS, LSC, HS, HSC, LP, LPQ, HP, HPQ, NO, AP, BP

          """)
    }
  }
}

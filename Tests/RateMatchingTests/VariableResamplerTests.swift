import Glibc
import RateMatching
import Testing
import TestSupport

/// The resampler against the ideal: a sine, whose value is known at every place.
@Suite struct VariableResamplerTests {
  @Test(
    "a sine comes out with a residual below -130 dB", arguments: [997.0, 15_000],
    [-1_000.0, -333, 0.5, 500, 1_000])
  func sineStaysPure(frequency: Double, ppm: Double) {
    var bench = ResamplerBench(channelCount: 1)
    bench.resampler.correctionPPM = ppm
    let residual = bench.residual(frequency: frequency / 48_000, blocks: 400) { _ in ppm }
    #expect(residual < -130)
  }

  @Test("a ratio that changes with every block clicks nowhere", arguments: [997.0, 15_000])
  func changingRatio(frequency: Double) {
    var bench = ResamplerBench(channelCount: 1)
    var random = SeededGenerator(seed: 3)
    let residual = bench.residual(frequency: frequency / 48_000, blocks: 400) { _ in
      Double.random(in: -1_000...1_000, using: &random)
    }
    #expect(residual < -130)
  }

  @Test("the pass band is flat within 0.01 dB up to 20 kHz at 44.1 kHz")
  func passBand() {
    for frequency in [20.0, 5_000, 10_000, 15_000, 19_000, 20_000] {
      var bench = ResamplerBench(channelCount: 1)
      let residual = bench.residual(frequency: frequency / 44_100, blocks: 200) { _ in 777 }
      // The residual is measured against the exact sine, so it bounds the error of the level.
      #expect(residual < -58.7, "\(frequency) Hz: \(residual) dB")
    }
  }
}

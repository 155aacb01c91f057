import Glibc
import SignalProcessing
import Testing

@Suite struct CrossoverTests {
  private func response(
    _ design: CrossoverDesign, _ way: CrossoverDesign.Way, at f: Double
  ) -> Complex {
    design.sections(way).reduce(Complex(1)) { product, section in
      let (real, imaginary) = section.response(cyclesPerFrame: f)
      return product * Complex(real, imaginary)
    }
  }

  @Test(
    "Linkwitz and Riley's ways add up to an all-pass", arguments: [2, 4, 6, 8], [0.0017, 0.04, 0.3])
  func sum(order: Int, split: Double) {
    let design = CrossoverDesign(alignment: .linkwitzRiley, order: order, cyclesPerFrame: split)
    for f in frequencies(60, from: 1e-4, to: 0.499) {
      let sum = response(design, .low, at: f) + response(design, .high, at: f)
      #expect(abs(sum.decibels) < 1e-6)
    }
    for way in [CrossoverDesign.Way.low, .high] {
      #expect(abs(response(design, way, at: split).decibels + 6.0206) < 1e-4)
    }
  }

  @Test func `what the cascades give adds up to an all-pass within 0_01 dB`() {
    let design = CrossoverDesign(alignment: .linkwitzRiley, order: 8, cyclesPerFrame: 0.04)
    var sum = [Float](repeating: 0, count: 8192)
    for way in [CrossoverDesign.Way.low, .high] {
      var cascade = BiquadCascade(design.sections(way))
      var samples = [Float](repeating: 0, count: 8192)
      samples[0] = 1
      cascade.apply(to: &samples, frames: 8192)
      for frame in sum.indices { sum[frame] += samples[frame] }
    }
    for f in frequencies(40, from: 1e-3, to: 0.49) {
      #expect(abs(spectrum(sum.map(Double.init), at: f).decibels) < 0.01)
    }
  }

  @Test("Butterworth's ways are those of the formula", arguments: 1...8)
  func butterworth(order: Int) {
    let split = 0.04
    let design = CrossoverDesign(alignment: .butterworth, order: order, cyclesPerFrame: split)
    for f in frequencies(40, from: 1e-3, to: 0.4) {
      let ratio = tan(Double.pi * f) / tan(Double.pi * split)
      let low = response(design, .low, at: f).magnitude
      let high = response(design, .high, at: f).magnitude
      #expect(abs(low * low - 1 / (1 + pow(ratio, Double(2 * order)))) < 1e-9)
      #expect(abs(low * low + high * high - 1) < 1e-9)
    }
    #expect(abs(response(design, .low, at: split).decibels + 3.0103) < 1e-4)
    #expect(design.sections(.low).count == (order + 1) / 2)
  }

  @Test("the linear-phase ways add up to a delay", arguments: [0.0017, 0.02, 0.2])
  func linearPhase(split: Double) {
    let count = LinearPhaseCrossover.tapCount(cyclesPerFrame: split)
    let ways = LinearPhaseCrossover(cyclesPerFrame: split, tapCount: count)
    let sum = zip(ways.lowTaps, ways.highTaps).map { $0 + $1 }
    #expect(ways.latencyFrames == (count - 1) / 2)
    for (frame, tap) in sum.enumerated() {
      #expect(abs(tap - (frame == ways.latencyFrames ? 1 : 0)) < 1e-15)
    }
    #expect(abs(spectrum(ways.lowTaps, at: split).decibels + 6.02) < 0.05)
    for f in frequencies(30, from: split * 1.28, to: 0.5) {
      #expect(spectrum(ways.lowTaps, at: f).decibels < -98)
    }
    for f in frequencies(30, from: split * 0.01, to: split * 0.72) {
      #expect(spectrum(ways.highTaps, at: f).decibels < -98)
    }
    // Both ways are the same forwards and backwards.
    #expect(zip(ways.lowTaps, ways.lowTaps.reversed()).allSatisfy { abs($0 - $1) < 1e-15 })
  }
}

import FilterDesign
import Testing

#if canImport(Glibc)
  import Glibc
#endif

@Suite struct KernelTests {
  /// The magnitude at so many cycles per frame, by the sum that defines it.
  private func magnitude(_ taps: [Double], at frequency: Double) -> Double {
    var real = 0.0, imaginary = 0.0
    for (frame, tap) in taps.enumerated() {
      real += tap * cos(2 * Double.pi * frequency * Double(frame))
      imaginary -= tap * sin(2 * Double.pi * frequency * Double(frame))
    }
    return hypot(real, imaginary)
  }

  private static let frequencies = (0...200).map { Double($0) / 400 }

  @Test(arguments: [1, 2, 5, 48])
  func `a mean has the magnitude of its sum`(_ count: Int) {
    let taps = SmoothingKernel.mean(tapCount: count)
    for frequency in Self.frequencies.dropFirst() {
      let wanted =
        abs(sin(Double.pi * frequency * Double(count)))
        / (Double(count) * sin(Double.pi * frequency))
      #expect(abs(magnitude(taps, at: frequency) - wanted) < 1e-14)
    }
    #expect(abs(magnitude(taps, at: 0) - 1) < 1e-15)
  }

  @Test(arguments: [1.0, 2.5, 6])
  func `a Gaussian of six sigmas to each side has a Gaussian's magnitude to -100 dB`(
    _ sigma: Double
  ) {
    let taps = SmoothingKernel.gaussian(tapCount: 2 * Int(6 * sigma) + 1, sigma: sigma)
    for frequency in Self.frequencies {
      let turn = Double.pi * sigma * frequency
      // What is above half the rate folds back: it matters for a sigma of 1.
      let folded = Double.pi * sigma * (1 - frequency)
      let wanted = exp(-2 * turn * turn) + exp(-2 * folded * folded)
      #expect(abs(magnitude(taps, at: frequency) - wanted) < 1e-5)
    }
  }

  @Test func `a Gaussian's width follows from its size as documented`() {
    #expect(abs(SmoothingKernel.sigma(tapCount: 3) - 0.8) < 1e-15)
    #expect(abs(SmoothingKernel.sigma(tapCount: 5) - 1.1) < 1e-15)
    #expect(abs(SmoothingKernel.sigma(tapCount: 7) - 1.4) < 1e-15)
  }

  @Test func `the slopes have the magnitudes of their formulas`() {
    for frequency in Self.frequencies {
      let slope = abs(sin(2 * Double.pi * frequency))
      let mean = cos(Double.pi * frequency) * cos(Double.pi * frequency)
      #expect(abs(magnitude(EdgeKernel.difference, at: frequency) - slope) < 1e-15)
      #expect(abs(magnitude(EdgeKernel.sobel, at: frequency) - slope * mean) < 1e-15)
    }
  }

  /// y(n) = Σ h(t) x(n - t), as an impulse response is applied.
  @Test(arguments: [EdgeKernel.difference, EdgeKernel.sobel])
  func `a ramp that rises by 3 a frame has a slope of 3`(_ taps: [Double]) {
    let ramp = (0..<12).map { 3 * Double($0) - 7 }
    for frame in taps.count - 1..<ramp.count {
      let slope = taps.enumerated().reduce(0) { $0 + $1.element * ramp[frame - $1.offset] }
      #expect(abs(slope - 3) < 1e-14)
    }
  }

  struct Case: Sendable, CustomStringConvertible {
    let band: FilterBand
    let transition: Double
    let attenuation: Double
    var description: String { "\(band), \(transition) Hz, \(attenuation) dB" }
  }

  static let cases = [
    Case(band: .lowpass(2000), transition: 500, attenuation: 90),
    Case(band: .lowpass(250), transition: 500, attenuation: 60),
    Case(band: .lowpass(23_900), transition: 200, attenuation: 70),
    Case(band: .lowpass(10_000), transition: 2000, attenuation: 20),
    Case(band: .lowpass(10_000), transition: 2000, attenuation: 40),
    Case(band: .highpass(80), transition: 100, attenuation: 100),
    Case(band: .bandpass(300, 3000), transition: 400, attenuation: 80),
    Case(band: .bandstop(950, 1050), transition: 80, attenuation: 160),
    Case(band: .bandpass(6000, 8000), transition: 2000, attenuation: 180),
  ]

  /// Measured by the defining sum and not by the transform that the design itself looks at.
  @Test(arguments: cases)
  func `a windowed sinc keeps its attenuation on both sides of its transition`(_ one: Case) throws {
    let rate = 48000
    let filter = try WindowedSinc(
      one.band, transition: one.transition, attenuation: one.attenuation, sampleRate: rate)
    let bound = pow(10, -one.attenuation / 20) * 1.002
    for hertz in stride(from: 0.0, through: 24_000, by: 97.3) {
      let near = one.band.corners.contains { abs(hertz - $0) < one.transition / 2 }
      if near { continue }
      let below = one.band.corners.count { $0 < hertz }
      let wanted: Double =
        switch one.band {
        case .lowpass: below == 0 ? 1 : 0
        case .highpass: below == 1 ? 1 : 0
        case .bandpass: below == 1 ? 1 : 0
        case .bandstop: below == 1 ? 0 : 1
        }
      let found = magnitude(filter.taps, at: hertz / Double(rate))
      #expect(abs(found - wanted) <= bound, "at \(hertz) Hz")
    }
  }

  @Test func `a windowed sinc is at half its amplitude at its corner, and symmetric`() throws {
    let filter = try WindowedSinc(
      .lowpass(2000), transition: 500, attenuation: 90, sampleRate: 48000)
    #expect(abs(magnitude(filter.taps, at: 2000.0 / 48000) - 0.5) < 1e-3)
    #expect(filter.taps.count % 2 == 1)
    #expect(filter.delayFrames == filter.taps.count / 2)
    let isSymmetric = zip(filter.taps, filter.taps.reversed()).allSatisfy { abs($0 - $1) < 1e-18 }
    #expect(isSymmetric)
    // Kaiser's estimate for 90 dB: (90 - 7.95) / 14.36 * 96 = 548.5, and a little more.
    #expect((549...570).contains(filter.taps.count))
  }

  @Test(arguments: [
    (FilterBand.lowpass(100), 500.0, 90.0, "reaches below 0 Hz"),
    (.lowpass(23_900), 500, 90, "above half the rate"),
    (.bandpass(3000, 300), 100, 90, "the corner below"),
    (.lowpass(1000), 0, 90, "width above 0 Hz"),
    (.lowpass(1000), 100, 200, "allowed are 20 to 180 dB"),
    (.lowpass(1000), 100, .nan, "allowed are 20 to 180 dB"),
    (.lowpass(.infinity), 100, 90, "a corner at inf Hz"),
    (.lowpass(.nan), 100, 90, "a corner at nan Hz"),
    (.lowpass(1000), 0.01, 90, "1048575 are allowed"),
  ])
  func `what cannot be made says why`(
    _ band: FilterBand, _ transition: Double, _ attenuation: Double, _ words: String
  ) {
    #expect {
      try WindowedSinc(band, transition: transition, attenuation: attenuation, sampleRate: 48000)
    } throws: { error in
      "\(error)".contains(words)
    }
  }
}

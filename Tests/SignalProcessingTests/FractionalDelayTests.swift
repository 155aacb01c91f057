import Glibc
import SignalProcessing
import Testing

@Suite struct FractionalDelayTests {
  @Test(
    "the error is below -100 dB up to 0.44 of the rate",
    arguments: [0.001, 0.1, 0.25, 0.333, 0.5, 0.707, 0.9, 0.999])
  func error(fraction: Double) {
    let taps = FractionalDelay.taps(fraction: fraction)
    let delay = Double(FractionalDelay.wholeFrames) + fraction
    for f in (0...88).map({ Double($0) * FractionalDelay.passband / 88 }) {
      let angle = -2 * Double.pi * f * delay
      let error = spectrum(taps, at: f) - Complex(cos(angle), sin(angle))
      #expect(error.decibels < -100, "at \(f)")
    }
  }

  @Test func `the phase delay is right to a ten-thousandth of a frame`() {
    for fraction in [0.1, 0.37, 0.5, 0.88] {
      let taps = FractionalDelay.taps(fraction: fraction)
      for f in frequencies(30, from: 0.001, to: FractionalDelay.passband) {
        // Turned back by the delay that is wanted, only the error's phase is left.
        let angle = 2 * Double.pi * f * (Double(FractionalDelay.wholeFrames) + fraction)
        let rest = spectrum(taps, at: f) * Complex(cos(angle), sin(angle))
        #expect(abs(atan2(rest.im, rest.re) / (2 * Double.pi * f)) < 1e-4)
      }
    }
  }

  @Test func `no fraction and a whole frame are single taps`() {
    for (fraction, place) in [(0.0, 31), (1, 32)] {
      let taps = FractionalDelay.taps(fraction: fraction)
      #expect(taps.count == 64)
      #expect(
        taps.enumerated().allSatisfy { abs($0.element - ($0.offset == place ? 1 : 0)) < 1e-15 })
    }
  }
}

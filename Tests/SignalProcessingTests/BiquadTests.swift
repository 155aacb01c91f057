import Glibc
import SignalProcessing
import Testing
import TestSupport

@Suite struct BiquadTests {
  /// The cookbook's analogue filters at the frequency that the bilinear transform maps to `f`.
  private func analogue(_ band: EqualizerBand, at f: Double) -> Complex {
    let s = Complex(0, tan(Double.pi * f) / tan(Double.pi * band.cyclesPerFrame))
    let s2 = s * s, one = Complex(1)
    let q = band.quality, A = pow(10, band.gainDecibels / 40)
    let poles = s2 + (1 / q) * s + one
    let slope = A.squareRoot() / q
    switch band.shape {
    case .peak: return (s2 + (A / q) * s + one) / (s2 + (1 / (A * q)) * s + one)
    case .lowShelf:
      return A * (s2 + slope * s + Complex(A)) / (A * s2 + slope * s + one)
    case .highShelf:
      return A * (A * s2 + slope * s + one) / (s2 + slope * s + Complex(A))
    case .lowPass: return one / poles
    case .highPass: return s2 / poles
    case .notch: return (s2 + one) / poles
    case .allPass: return (s2 - (1 / q) * s + one) / poles
    case .bandPass: return (1 / q) * s / poles
    }
  }

  private func impulseResponse(_ sections: [BiquadSection], frames: Int) -> [Double] {
    var cascade = BiquadCascade(sections)
    var samples = [Double](repeating: 0, count: frames)
    samples[0] = 1
    cascade.apply(to: &samples, frames: frames)
    return samples
  }

  @Test(
    "a band has the magnitude and the phase of its analogue filter",
    arguments: EqualizerBand.Shape.allCases)
  func responses(shape: EqualizerBand.Shape) {
    for (frequency, gain, quality) in [
      (0.001, -12.0, 0.3), (0.02, 6, 4.2), (0.1, -30, 0.7071), (0.25, 15, 1), (0.45, 3, 10),
    ] {
      let band = EqualizerBand(
        shape: shape, cyclesPerFrame: frequency, gainDecibels: gain, quality: quality)
      let section = BiquadSection(band)
      let taps = impulseResponse([section], frames: 16384)
      for f in frequencies(25, from: 1e-4, to: 0.499) {
        let wanted = analogue(band, at: f)
        let found = spectrum(taps, at: f)
        let (real, imaginary) = section.response(cyclesPerFrame: f)
        // -140 dB of full scale, or of the response where that is louder.
        let bound = 1e-7 * max(1, wanted.magnitude)
        #expect((found - wanted).magnitude < bound, "\(band) at \(f)")
        #expect((Complex(real, imaginary) - wanted).magnitude < bound, "\(band) at \(f)")
      }
    }
  }

  @Test func `the lowest bands keep their gain at the highest rates`() {
    // 1 Hz at 768 kHz: the cosine alone would have 4 digits left.
    for shape in [EqualizerBand.Shape.lowShelf, .lowPass, .highShelf] {
      let band = EqualizerBand(
        shape: shape, cyclesPerFrame: 1.3e-6, gainDecibels: 12, quality: 0.7)
      let (real, imaginary) = BiquadSection(band).response(cyclesPerFrame: 1.3e-6)
      let level = Complex(real, imaginary).decibels - analogue(band, at: 1.3e-6).decibels
      #expect(abs(level) < 1e-3)
    }
  }

  private let sections = [
    BiquadSection(
      EqualizerBand(shape: .peak, cyclesPerFrame: 62.0 / 48000, gainDecibels: -5.5, quality: 4.2)),
    BiquadSection(
      EqualizerBand(shape: .highShelf, cyclesPerFrame: 0.2, gainDecibels: 4, quality: 0.7)),
    BiquadSection(EqualizerBand(shape: .lowPass, cyclesPerFrame: 0.3, quality: 1.3)),
  ]

  @Test func `single precision rounds once, at the end`() {
    let input = noise(5000, seed: 4, level: 1)
    var single = input, double = input.map { Double($0) }
    var first = BiquadCascade(sections), second = BiquadCascade(sections)
    first.apply(to: &single, frames: 5000)
    second.apply(to: &double, frames: 5000)
    #expect(zip(single, double).allSatisfy { $0 == Float($1) })
  }

  @Test func `blocks of any lengths give the same samples`() {
    var whole = noise(3000, seed: 4, level: 1), cut = whole
    var first = BiquadCascade(sections), second = BiquadCascade(sections)
    first.apply(to: &whole, frames: 3000)
    var generator = SeededGenerator(seed: 9)
    var done = 0
    while done < 3000 {
      let frames = min(Int.random(in: 1...200, using: &generator), 3000 - done)
      var block = Array(cut[done..<done + frames])
      second.apply(to: &block, frames: frames)
      cut.replaceSubrange(done..<done + frames, with: block)
      done += frames
    }
    let isSame = cut == whole
    #expect(isSame)
  }

  @Test func `a cascade without sections keeps every bit, and a reset one has no past`() {
    let odd: [Float] = [-0.0, .leastNonzeroMagnitude, .greatestFiniteMagnitude, 1]
    var samples = odd
    var empty = BiquadCascade([])
    empty.apply(to: &samples, frames: 4)
    #expect(samples.map(\.bitPattern) == odd.map(\.bitPattern))

    var used = BiquadCascade(sections), fresh = BiquadCascade(sections)
    var poison: [Float] = [.nan, .infinity, 1, 2]
    used.apply(to: &poison, frames: 4)
    used.reset()
    var a = noise(300, seed: 4, level: 1), b = noise(300, seed: 4, level: 1)
    used.apply(to: &a, frames: 300)
    fresh.apply(to: &b, frames: 300)
    let isSame = a == b
    #expect(isSame)
  }

  @Test func `an impulse response ends when 150 dB are gone`() {
    let response = sections.impulseResponse()
    let long = impulseResponse(sections, frames: 60_000)
    let peak = long.map(\.magnitude).max() ?? 0
    let isSame = response == Array(long.prefix(response.count))
    #expect(isSame)
    let rest = long.dropFirst(response.count).map(\.magnitude).max() ?? 1
    #expect(rest < 3.2e-8 * peak && response.count < 60_000)
    #expect([BiquadSection]().impulseResponse() == [1])
    #expect(sections.impulseResponse(limit: 10).count == 10)
  }
}

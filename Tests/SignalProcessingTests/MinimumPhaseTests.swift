import Glibc
import SignalProcessing
import Testing

@Suite struct MinimumPhaseTests {
  @Test func `the magnitude of a minimum-phase filter gives back its impulse response`() {
    // Bells and shelves have all zeros inside the circle.
    let sections = [
      BiquadSection(EqualizerBand(shape: .peak, cyclesPerFrame: 0.02, gainDecibels: 9, quality: 2)),
      BiquadSection(
        EqualizerBand(shape: .highShelf, cyclesPerFrame: 0.1, gainDecibels: -7, quality: 0.7)),
    ]
    let taps = MinimumPhase.taps(count: 1024) { f in
      sections.reduce(1) { product, section in
        let (real, imaginary) = section.response(cyclesPerFrame: f)
        return product * (real * real + imaginary * imaginary).squareRoot()
      }
    }
    let wanted = sections.impulseResponse()
    #expect(wanted.count < 896)
    #expect(zip(taps, wanted).allSatisfy { abs($0 - $1) < 1e-7 })
  }

  @Test func `a magnitude of nothing is taken for -150 dB`() {
    let taps = MinimumPhase.taps(count: 64) { _ in 0 }
    #expect(abs(taps[0] - 3.16e-8) < 1e-12 && taps.allSatisfy(\.isFinite))
  }

  private let curve = GraphicCurve([
    .init(hertz: 25, gainDecibels: -3.2), .init(hertz: 40, gainDecibels: 1),
    .init(hertz: 250, gainDecibels: -4), .init(hertz: 1000, gainDecibels: 0),
    .init(hertz: 4000, gainDecibels: 6), .init(hertz: 16000, gainDecibels: -8),
  ])

  @Test func `a curve is straight over the logarithm of the frequency, and level outside`() {
    #expect(curve.gainDecibels(hertz: 0) == -3.2 && curve.gainDecibels(hertz: 25) == -3.2)
    #expect(curve.gainDecibels(hertz: 100) > -4 && curve.gainDecibels(hertz: 100) < 1)
    #expect(abs(curve.gainDecibels(hertz: 500) + 2) < 1e-12)
    #expect(abs(curve.gainDecibels(hertz: 2000) - 3) < 1e-12)
    #expect(curve.gainDecibels(hertz: 20000) == -8)
  }

  @Test("the taps have the curve's level", arguments: [44100, 48000, 96000])
  func graphic(rate: Int) {
    let taps = curve.minimumPhaseTaps(sampleRate: rate)
    #expect(taps.count == (rate == 96000 ? 16384 : 8192))
    for hertz in frequencies(40, from: 20, to: 20000) {
      let level = spectrum(taps, at: hertz / Double(rate)).decibels
      let wanted = curve.gainDecibels(hertz: hertz)
      // A bend is rounded over some 12 Hz.
      #expect(abs(level - wanted) < (hertz < 60 ? 1 : 0.1), "at \(hertz) Hz")
    }
  }

  @Test func `the sound of a curve begins at once`() {
    let taps = curve.minimumPhaseTaps(sampleRate: 48000)
    let peak = taps.map(\.magnitude).max() ?? 0
    #expect(taps[0].magnitude > 0.5 * peak)
  }
}

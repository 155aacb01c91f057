import Acoustics
import Glibc
import Testing
import TestSupport

@Suite struct SpectrumTests {
  @Test(arguments: [Smoothing.none, .octaves(1.0 / 6), .octaves(1)])
  func `one tap has a flat magnitude and no delay`(smoothing: Smoothing) {
    var taps = [Double](repeating: 0, count: 300)
    taps[37] = 0.5
    let response = FrequencyResponse(taps, sampleRate: 48000, origin: 37)
    let level = 20 * log10(0.5)
    #expect(response.magnitude(smoothing).allSatisfy { abs($0.value - level) < 1e-9 })
    #expect(response.groupDelay(smoothing).allSatisfy { abs($0.value) < 1e-12 })
    #expect(response.phase(.whole).allSatisfy { abs($0.value) < 1e-9 })
  }

  @Test func `a delay is the same at every frequency`() {
    var taps = [Double](repeating: 0, count: 300)
    taps[96] = 1
    let response = FrequencyResponse(taps, sampleRate: 48000)
    let delays = response.groupDelay(.none) + response.groupDelay(.octaves(1.0 / 3))
    #expect(delays.allSatisfy { abs($0.value - 0.002) < 1e-9 })
  }

  @Test func `a smoothed slope is the mean power around each frequency`() {
    // A one-pole low-pass, whose power falls with the square of the frequency far above its corner:
    // averaged from f/s to f s, with s half an octave, that is 1 / f² again and no shift in dB.
    let pole = 0.999
    let taps = (0..<30000).map { pow(pole, Double($0)) * (1 - pole) }
    let response = FrequencyResponse(taps, sampleRate: 48000)
    let found = response.magnitude(.octaves(1)).filter { (500...2000).contains($0.hertz) }
    #expect(found.count > 100)
    for point in found {
      let w = 2 * Double.pi * point.hertz / 48000
      let power = (1 - pole) * (1 - pole) / (1 - 2 * pole * cos(w) + pole * pole)
      #expect(abs(point.value - 10 * log10(power)) < 0.05)
    }
  }

  @Test func `a filter of least delay has no excess phase`() {
    let pole = 0.9
    let taps = (0..<2000).map { pow(pole, Double($0)) }
    let response = FrequencyResponse(taps, sampleRate: 48000)
    #expect(response.phase(.excess).allSatisfy { abs($0.value) < 0.01 })
    let (whole, least) = (response.phase(.whole), response.phase(.minimum))
    #expect(zip(whole, least).allSatisfy { abs($0.value - $1.value) < 0.01 })
    let tenth = whole[whole.count / 5]
    let w = 2 * Double.pi * tenth.hertz / 48000
    let wanted = -atan2(pole * sin(w), 1 - pole * cos(w)) * 180 / Double.pi
    #expect(abs(tenth.value - wanted) < 1e-6)
  }

  @Test func `the envelope of a decaying sine is its decay`() {
    let taps = Decays.tone(1000, decay: 0.3, length: 0.4, sampleRate: 48000)
    let powers = Envelope.powers(taps)
    for frame in stride(from: 1000, to: 8000, by: 500) {
      let wanted = -60 * Double(frame) / 48000 / 0.3
      #expect(abs(10 * log10(powers[frame]) - wanted) < 0.2)
    }
  }
}

@Suite struct SpectrogramTests {
  @Test(arguments: [(480, 240), (512, 128), (1000, 333), (1, 1)])
  func `every column is the transform by the definition`(window: Int, hop: Int) {
    var random = SeededGenerator(seed: 3)
    let samples = (0..<2500).map { _ in random.gaussian() }
    let plan = Spectrogram.Plan(windowFrames: window, hopFrames: hop)
    let found = Spectrogram(samples, sampleRate: 48000, plan: plan)
    #expect(found.columnCount == (2500 + hop - 1) / hop)
    let weights = (0..<window).map {
      0.5 - 0.5 * cos(2 * Double.pi * (Double($0) + 0.5) / Double(window))
    }
    let scale = 2 / weights.reduce(0, +)
    var worst = 0.0
    for column in [0, 1, found.columnCount / 2, found.columnCount - 1] {
      for bin in stride(from: 0, to: found.binCount, by: max(1, found.binCount / 9)) {
        var (real, imaginary) = (0.0, 0.0)
        for index in 0..<window {
          let frame = column * hop - window / 2 + index
          guard samples.indices.contains(frame) else { continue }
          let turn = Double(bin * index) / Double(2 * (found.binCount - 1))
          real += scale * weights[index] * samples[frame] * cos(2 * Double.pi * turn)
          imaginary += scale * weights[index] * samples[frame] * sin(2 * Double.pi * turn)
        }
        let wanted = real * real + imaginary * imaginary
        worst = max(worst, abs(found.powers[column * found.binCount + bin] - wanted))
      }
    }
    // -180 dB of the largest that such noise comes to.
    #expect(worst < 1e-18 * 1e6)
  }

  @Test func `a sine of full scale is 0 dB in its bin and moment`() {
    let samples = (0..<48000).map { sin(2 * Double.pi * 3000 * Double($0) / 48000) }
    let found = Spectrogram(
      samples, sampleRate: 48000, plan: .init(windowFrames: 1024, hopFrames: 512))
    let bin = Int((3000 / found.binHertz).rounded())
    let column = found.columnCount / 2
    #expect(abs(found.powers[column * found.binCount + bin] - 1) < 1e-6)
    #expect(found.powers[column * found.binCount + 2 * bin] < 1e-10)
  }
}

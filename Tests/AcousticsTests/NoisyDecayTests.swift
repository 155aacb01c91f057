import Acoustics
import Glibc
import Testing
import TestSupport

/// Decays of noise, which fluctuate, and in noise.
@Suite struct NoisyDecayTests {
  /// The standard deviation of a reverberation time of decaying noise, as a part of it.
  ///
  /// Independent values in a band are its width times the time. Measured with NumPy over 40 seeds:
  /// 0.55 over the root of that product for T30, 1.0 for T20.
  private func spread(_ seconds: Double, _ band: FrequencyBand, _ factor: Double) -> Double {
    factor / (seconds * band.bandwidthHertz).squareRoot()
  }

  @Test(arguments: [16000, 44100, 48000, 96000])
  func `noise that decays has its time in every octave`(rate: Int) throws {
    let seconds = 3.0
    let taps = Decays.noise(decay: seconds, length: 3.6, sampleRate: rate, seed: UInt64(rate))
    let analysis = RoomAnalysis(taps, sampleRate: rate)
    let bands = FrequencyBand.all(.octave, sampleRate: rate)
    #expect(bands.count == [16000: 8, 44100: 9, 48000: 10, 96000: 10][rate])
    for band in bands {
      let figures = analysis.figures(in: band)
      let t30 = try #require(figures.t30.value), t20 = try #require(figures.t20.value)
      #expect(abs(t30 / seconds - 1) < 3 * spread(seconds, band, 0.55) + 0.01)
      #expect(abs(t20 / seconds - 1) < 3 * spread(seconds, band, 1.0) + 0.01)
    }
  }

  @Test(arguments: [-50.0, -60, -70])
  func `a floor of noise changes no time that is given`(level: Double) throws {
    let seconds = 1.0
    let clean = Decays.noise(decay: seconds, length: 2.5, sampleRate: 48000, seed: 11)
    let noisy = Decays.adding(noise: level, to: clean, seed: 12)
    let (before, after) = (
      RoomAnalysis(clean, sampleRate: 48000), RoomAnalysis(noisy, sampleRate: 48000)
    )
    for band in FrequencyBand.all(.octave, sampleRate: 48000) where band.nominalHertz >= 125 {
      let wanted = before.figures(in: band), found = after.figures(in: band)
      let t30 = try #require(wanted.t30.value)
      #expect(abs(try #require(found.t30.value) / t30 - 1) < (level < -55 ? 0.02 : 0.05))
      #expect(abs(try #require(found.c80.value) - (try #require(wanted.c80.value))) < 0.05)
      #expect(
        abs(try #require(found.centreTime.value) / (try #require(wanted.centreTime.value)) - 1)
          < 0.03)
    }
  }

  @Test func `too little range gives a reason and no time`() throws {
    let clean = Decays.noise(decay: 1, length: 2.5, sampleRate: 48000, seed: 21)
    let noisy = Decays.adding(noise: -38, to: clean, seed: 22)
    let figures = RoomAnalysis(noisy, sampleRate: 48000).figures()
    #expect(figures.t30 == .missing(.noise))
    #expect(abs(try #require(figures.t20.value) - 1) < 0.06)
    let noisier = Decays.adding(noise: -28, to: clean, seed: 23)
    let fewer = RoomAnalysis(noisier, sampleRate: 48000).figures()
    #expect(fewer.t20 == .missing(.noise))
    #expect(abs(try #require(fewer.earlyDecay.value) - 1) < 0.1)
  }

  @Test func `noise alone has no decay`() {
    let noise = Decays.adding(noise: 0, to: [Double](repeating: 0, count: 48000), seed: 31)
    let figures = RoomAnalysis(noise, sampleRate: 48000).figures()
    #expect(figures.earlyDecay.value == nil && figures.t20.value == nil && figures.t30.value == nil)
  }

  @Test func `a response that ends early has no time`() throws {
    let taps = Decays.noise(decay: 2, length: 1.2, sampleRate: 48000, seed: 41)
    let figures = RoomAnalysis(taps, sampleRate: 48000).figures()
    #expect(figures.t30 == .missing(.length))
    #expect(abs(try #require(figures.earlyDecay.value) / 2 - 1) < 0.05)
    let shorter = RoomAnalysis(Array(taps.prefix(2400)), sampleRate: 48000).figures()
    let reasons = [shorter.earlyDecay, shorter.c80, shorter.d50].map(\.reason)
    #expect(reasons.allSatisfy { $0 == .flat || $0 == .length })
  }

  @Test func `a decay shorter than the filter's is not given as a room's`() {
    let taps = Decays.noise(decay: 0.02, length: 0.2, sampleRate: 48000, seed: 51)
    let analysis = RoomAnalysis(taps, sampleRate: 48000)
    let low = FrequencyBand.all(.octave, sampleRate: 48000)[1]
    let figures = analysis.figures(in: low)
    #expect(figures.t20.value == nil && figures.t30.value == nil)
  }

  @Test func `silence has no figures`() {
    let analysis = RoomAnalysis([Double](repeating: 0, count: 1000), sampleRate: 48000)
    #expect(analysis.onsetFrame == nil)
    #expect(analysis.figures().t30 == .missing(.silent))
  }

  @Test func `the onset is the first sample within 20 dB of the largest`() {
    var taps = [Double](repeating: 0, count: 2000)
    taps[400] = 0.099
    taps[500] = -0.101
    taps[700] = 1
    #expect(RoomAnalysis(taps, sampleRate: 48000).onsetFrame == 500)
  }

  @Test func `silence and noise in front change no figure`() throws {
    let taps = Decays.noise(decay: 0.8, length: 1, sampleRate: 48000, seed: 61)
    let loud = [3.0] + taps
    let delayed = [Double](repeating: 0, count: 4801) + loud
    let band = FrequencyBand.all(.octave, sampleRate: 48000)[5]
    let wanted = RoomAnalysis(loud, sampleRate: 48000).figures(in: band)
    let found = RoomAnalysis(delayed, sampleRate: 48000).figures(in: band)
    #expect(found == wanted)
  }

  @Test func `a quiet band is not judged by the clicks of a cut`() throws {
    // A tone at 500 Hz, and 100 dB below it noise: its cut at 50 ms is louder at 8 kHz than the noise.
    let tone = Decays.tone(500, decay: 1, length: 1.2, sampleRate: 48000)
    let noise = Decays.noise(decay: 1, length: 1.2, sampleRate: 48000, seed: 71, level: 1e-5)
    let taps = zip(tone, noise).map { $0 + $1 }
    let analysis = RoomAnalysis(taps, sampleRate: 48000)
    let bands = FrequencyBand.all(.octave, sampleRate: 48000)
    #expect(analysis.figures(in: bands[8]).c50 == .missing(.leakage))
    #expect(analysis.figures(in: bands[8]).d50 == .missing(.leakage))
    #expect(analysis.figures(in: bands[4]).c50.value != nil)
  }

  @Test(arguments: 0..<60)
  func `no response, however odd, makes a figure that is no number`(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    let count = Int.random(in: 1...4000, using: &random)
    let scale = pow(10, Double.random(in: -30...30, using: &random))
    let decay = pow(10, Double.random(in: -9 ... -1, using: &random))
    let shape = seed % 5
    let taps = (0..<count).map { frame -> Double in
      let fade = exp(-decay * Double(frame))
      switch shape {
      case 0: return scale
      case 1: return scale * fade
      case 2: return scale * fade * random.gaussian()
      // A rise, which is no decay at all.
      case 3: return scale / fade.squareRoot() * random.gaussian()
      default: return frame % 97 == 0 ? scale : 0
      }
    }
    let analysis = RoomAnalysis(taps, sampleRate: 48000)
    let bands = FrequencyBand.all(.octave, sampleRate: 48000)
    for band in [nil, bands[0], bands[4], bands[9]] {
      let figures = analysis.figures(in: band)
      for time in [figures.earlyDecay, figures.t20, figures.t30] {
        if let seconds = time.value { #expect(seconds.isFinite && seconds > 0) }
      }
      for figure in [figures.c50, figures.c80, figures.centreTime] {
        if let value = figure.value { #expect(value.isFinite) }
      }
      if let part = figures.d50.value { #expect((0...1).contains(part)) }
    }
  }
}

import Acoustics
import Glibc
import Testing

/// Responses whose figures follow from a formula.
@Suite struct ClosedFormTests {
  @Test(arguments: [0.3, 1.0, 2.4], [16000, 44100, 48000, 96000])
  func `an exponential has the figures of its formula`(seconds: Double, rate: Int) throws {
    let taps = Decays.exponential(decay: seconds, length: 1.2 * seconds, sampleRate: rate)
    let figures = RoomAnalysis(taps, sampleRate: rate).figures()
    for time in [figures.earlyDecay, figures.t20, figures.t30] {
      #expect(abs(try #require(time.value) / seconds - 1) < 0.002)
    }
    // What is left after t is 10^(-6 t / T); frames are sums and not integrals.
    func left(_ time: Double) -> Double { pow(10, -6 * time / seconds) }
    let d50 = 1 - left(0.05), c80 = 10 * log10((1 - left(0.08)) / left(0.08))
    let c50 = 10 * log10(d50 / left(0.05))
    #expect(abs(try #require(figures.d50.value) - d50) < 1e-3)
    #expect(abs(try #require(figures.c50.value) - c50) < 0.02)
    #expect(abs(try #require(figures.c80.value) - c80) < 0.02)
    let centre = seconds / (6 * log(10))
    #expect(
      abs(try #require(figures.centreTime.value) - centre) < 0.002 * centre + 1 / Double(rate))
  }

  @Test(arguments: FrequencyBand.all(.octave, sampleRate: 48000))
  func `a tone in the middle of an octave has its decay there`(band: FrequencyBand) throws {
    // A hundred periods of the bandwidth: the filter's own ringing counts for nothing.
    let seconds = max(0.3, 100 / band.bandwidthHertz)
    let taps = Decays.tone(
      band.centreHertz, decay: seconds, length: 1.3 * seconds, sampleRate: 48000)
    let figures = RoomAnalysis(taps, sampleRate: 48000).figures(in: band)
    #expect(abs(try #require(figures.t20.value) / seconds - 1) < 0.002)
    #expect(abs(try #require(figures.t30.value) / seconds - 1) < 0.002)
    #expect(abs(try #require(figures.earlyDecay.value) / seconds - 1) < 0.01)
    func left(_ time: Double) -> Double { pow(10, -6 * time / seconds) }
    let c80 = 10 * log10((1 - left(0.08)) / left(0.08))
    // Windows of a few periods let a low tone out of its band.
    #expect(abs(try #require(figures.c80.value) - c80) < 0.05 + 12 / band.bandwidthHertz)
    let centre = seconds / (6 * log(10))
    #expect(abs(try #require(figures.centreTime.value) / centre - 1) < 0.02)
  }

  @Test(arguments: FrequencyBand.all(.thirdOctave, sampleRate: 48000))
  func `a tone in the middle of a third of an octave has its decay there`(
    band: FrequencyBand
  ) throws {
    let seconds = max(0.3, 100 / band.bandwidthHertz)
    let taps = Decays.tone(
      band.centreHertz, decay: seconds, length: 1.3 * seconds, sampleRate: 48000)
    let figures = RoomAnalysis(taps, sampleRate: 48000).figures(in: band)
    #expect(abs(try #require(figures.t20.value) / seconds - 1) < 0.002)
    #expect(abs(try #require(figures.t30.value) / seconds - 1) < 0.002)
  }

  @Test func `the direct sound is a step in every band's decay`() throws {
    // As loud as all that follows: 3 dB lie in it, and 7 dB of EDT's 10 in the decay.
    var taps = Decays.noise(decay: 2, length: 2.4, sampleRate: 48000, seed: 5)
    taps[0] = taps.dropFirst().reduce(0) { $0 + $1 * $1 }.squareRoot()
    let analysis = RoomAnalysis(taps, sampleRate: 48000)
    #expect(analysis.onsetFrame == 0)
    for band in FrequencyBand.all(.octave, sampleRate: 48000) where band.nominalHertz > 400 {
      let figures = analysis.figures(in: band)
      let curve = try #require(figures.curve)
      #expect(abs(curve.decibels[480] + 3.3) < 0.7)
      #expect(abs(try #require(figures.t30.value) / 2 - 1) < 0.06)
    }
  }
}

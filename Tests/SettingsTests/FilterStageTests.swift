import Settings
import Testing

@Suite struct FilterStageTests {
  private func chain(_ text: String) throws -> [Configuration.Stage] {
    try parsed(Samples.chain(text)).chain
  }

  @Test func `the crossover example gives its values`() throws {
    let configuration = try parsed(Samples.crossover, at: "conf/two-way.yaml")
    let low = ["L low", "R low"], high = ["L high", "R high"]
    #expect(
      configuration.chain.dropFirst() == [
        .crossover(
          .init(shape: .linkwitzRiley(order: 4), splitHertz: 2000, low: low, high: high)),
        .equalizer(
          .init(
            source: .bands([
              .init(kind: .peak, hertz: 62, gainDecibels: -5.5, quality: 4.2),
              .init(kind: .lowShelf, hertz: 180, gainDecibels: 2, quality: 0.7),
            ]), channels: low)),
        .equalizer(.init(source: .file("conf/tweeter-rew.txt"), channels: high)),
        .gain(.init(gainDecibels: -4.5, channels: high)),
        .delay(.init(frames: 14.88, channels: high)),
        .limiter(.init(ceilingDecibels: -6, channels: high)),
      ])
  }

  @Test(
    "delays keep parts of a frame",
    arguments: [
      ("0.31 ms", 14.88), ("0.31", 14.88), ("15 samples", 15), ("1.5 frames", 1.5), ("0", 0),
      ("10.6 cm", 48000 * 0.106 / 343), ("0.343 m", 48), ("2 s", 96000),
    ] as [(String, Double)])
  func delays(text: String, frames: Double) throws {
    guard case .delay(let delay) = try chain("  - delay: {on: L, time: \(text)}")[0] else {
      Issue.record("no delay")
      return
    }
    #expect(abs(delay.frames - frames) < 1e-9 && delay.channels == ["L"])
  }

  @Test func `polarity, limiters and all shapes give their values`() throws {
    let found = try chain(
      """
        - invert: {on: R}
        - invert: {}
        - limiter: {ceiling: -0.5 dB, release: 0.2 s, link: none}
        - crossover: {shape: butterworth, order: 3, split: 2 kHz, low: L, high: R}
        - crossover: {shape: linear-phase, split: 80.5, low: L, high: R}
        - crossover: {shape: linear-phase, taps: 511, split: 80, low: L, high: R}
      """)
    let both = ["L", "R"]
    func crossover(_ shape: CrossoverSettings.Shape, _ split: Double) -> Configuration.Stage {
      .crossover(.init(shape: shape, splitHertz: split, low: ["L"], high: ["R"]))
    }
    #expect(
      found == [
        .invert(.init(channels: ["R"])), .invert(.init(channels: both)),
        .limiter(
          .init(ceilingDecibels: -0.5, releaseSeconds: 0.2, link: .none, channels: both)),
        crossover(.butterworth(order: 3), 2000),
        crossover(.linearPhase(tapCount: nil), 80.5),
        crossover(.linearPhase(tapCount: 511), 80),
      ])
  }

  @Test(
    "each type of band has its defaults",
    arguments: [
      ("type: lowpass, freq: 100", EqualizerSettings.Band.Kind.lowPass, 0.0, 0.5.squareRoot()),
      ("type: highpass, freq: 100, q: 1", .highPass, 0, 1),
      ("type: allpass, freq: 100", .allPass, 0, 0.5.squareRoot()),
      ("type: highshelf, freq: 100, gain: 3", .highShelf, 3, 0.5.squareRoot()),
      ("type: notch, freq: 100, q: 30", .notch, 0, 30),
      ("type: bandpass, freq: 100 Hz, q: 2", .bandPass, 0, 2),
    ])
  func bands(text: String, kind: EqualizerSettings.Band.Kind, gain: Double, quality: Double) throws
  {
    let band = EqualizerSettings.Band(
      kind: kind, hertz: 100, gainDecibels: gain, quality: quality)
    #expect(
      try chain("  - eq: {bands: [{\(text)}]}")
        == [.equalizer(.init(source: .bands([band]), channels: ["L", "R"]))])
  }

  @Test func `all mistakes of filters are reported at once`() {
    let text = Samples.chain(
      """
        - eq: {bands: [{type: peek, freq: 24 kHz, q: wide}, {type: notch, freq: 0.5, gain: 1}]}
        - eq: {bands: [], on: Q}
        - eq: {file: "", bands: [x]}
        - eq: {}
        - crossover: {shape: linkwitz-riley, order: 3, split: 30000, low: L, high: [L, R]}
        - crossover: {shape: butterworth, order: 9, taps: 5, split: 1, low: [], high: X}
        - crossover: {shape: linear-phase, order: 4, taps: 100}
        - delay: {on: L, time: 3 s}
        - delay: {}
        - limiter: {ceiling: 1, release: 10 samples, link: L}
        - invert: {of: L}
        - equalizer: {}
      """)
    #expect(
      mistakes(text) == [
        "6:25 type is \"peek\", which is not one of its values",
        "6:37 freq is \"24 kHz\"; it must be from 1 Hz to below 24000 Hz, half of audio.rate",
        "6:48 q is \"wide\", which is not a number",
        "6:55 a band needs the key \"q\"",
        "6:75 freq is \"0.5\"; it must be from 1 Hz to below 24000 Hz, half of audio.rate",
        "6:80 a band of type notch has no gain",
        "7:17 bands is an empty list; it must be a list of bands",
        "7:25 no channel called \"Q\" reaches this eq; the channels here are L, R",
        "8:10 eq has both \"bands\" and \"file\"",
        "9:9 eq needs the key \"bands\" or the key \"file\"",
        "10:47 order is \"3\"; it must be 2, 4, 6 or 8 for linkwitz-riley",
        "10:57 split is \"30000\"; it must be from 1 Hz to below 24000 Hz, half of audio.rate",
        "10:79 high names \"L\", which is in low already",
        "11:44 order is \"9\"; it must be a whole number from 2 to 8 for butterworth",
        "11:47 a butterworth crossover has no taps",
        "11:71 low is an empty list; it must name a channel",
        "11:81 no channel called \"X\" reaches this crossover; the channels here are L, R",
        "12:16 crossover needs the key \"split\"",
        "12:16 crossover needs the key \"low\"",
        "12:16 crossover needs the key \"high\"",
        "12:38 a linear-phase crossover has no order",
        "12:54 taps is \"100\"; it must be an odd number from 15 to 65535",
        "13:26 time is \"3 s\"; it must be from 0 to 2 s",
        "14:12 delay needs the key \"time\"",
        "15:24 ceiling is \"1\"; it must be from -60 to 0 dB",
        "15:36 release is \"10 samples\", which is not a time",
        "15:54 link is \"L\", which is not one of its values",
        "16:14 invert has no key \"of\"",
        "17:5 there is no stage \"equalizer\"",
      ])
  }

  @Test func `hints say what to write`() {
    let found = diagnostics(
      Samples.chain(
        """
          - eq: {}
          - eq: {bands: [{type: peak, freq: 62, gain: 1, q: 0x7}]}
          - crossover: {shape: linkwitz, order: 4, split: 80, low: L, high: R}
          - gian: {}
        """))
    #expect(
      found.map(\.hint) == [
        "for example bands: [{type: peak, freq: 62, gain: -5.5, q: 4.2}], or file: headphone.txt",
        "numbers are decimal here; write, for example, 0.7 or 4.2",
        "Allowed: linkwitz-riley, butterworth, linear-phase",
        "did you mean \"gain\"? Allowed: convolve, crossover, delay, eq, gain, invert, limiter, route",
      ])
  }
}

import Synthesis
import Testing

/// The shipped sounds, pinned: a changed sample is a changed sound, whether meant or not.
@Suite struct GoldenTests {
  /// Some samples of one channel as they were shipped.
  struct Golden: Sendable, CustomTestStringConvertible {
    var sound: String
    var channel: Int
    var frameCount: Int
    var samples: [(frame: Int, value: Float)]
    var testDescription: String { "\(sound), channel \(channel)" }
  }

  static let goldens = [
    Golden(
      sound: "room", channel: 0, frameCount: 26632,
      samples: [
        (0, 0.29983753), (416, -0.00213645), (3329, 0.0022458888), (13316, 5.3207525e-05),
      ]),
    Golden(
      sound: "hall", channel: 1, frameCount: 129_378,
      samples: [
        (1, -0.002171614), (2022, -0.002351645), (16173, 0.0011284515), (64690, -4.2742477e-06),
      ]),
    Golden(
      sound: "hall-true-stereo", channel: 0, frameCount: 127_206,
      samples: [
        (0, 0.27737686), (1987, -0.0010476011), (15900, 0.00096632895), (63603, -3.0192228e-05),
      ]),
    Golden(
      sound: "hall-true-stereo", channel: 2, frameCount: 127_206,
      samples: [
        (2, 0), (1989, -0.0014081673), (15902, -0.0014262365), (63605, -5.406917e-05),
      ]),
    Golden(
      sound: "studio", channel: 1, frameCount: 14_756,
      samples: [
        (230, -0.0015904903), (1844, -0.0036327838), (7378, -5.4717064e-05),
      ]),
    Golden(
      sound: "chamber", channel: 1, frameCount: 71_553,
      samples: [
        (1118, -0.0063893795), (8944, 0.00011706352), (35776, -1.9550323e-05),
      ]),
    Golden(
      sound: "cathedral", channel: 1, frameCount: 276_768,
      samples: [
        (4324, 0.0112185478), (34596, 0.00114178658), (138384, 2.7775764e-05),
      ]),
    Golden(
      sound: "plate", channel: 1, frameCount: 146_804,
      samples: [
        (2293, -0.0127860308), (18350, 5.6624413e-05), (73402, 6.6756721e-06),
      ]),
    Golden(
      sound: "spring", channel: 1, frameCount: 158_233,
      samples: [
        (2472, -0.0061022043), (19779, 0.0014442205), (79116, 2.6464462e-05),
      ]),
    Golden(
      sound: "cabinet-1x12", channel: 0, frameCount: 4_001,
      samples: [
        (62, -0.0046858485), (500, -0.00060367898), (2000, 2.5658062e-05),
      ]),
    Golden(
      sound: "cabinet-4x12", channel: 0, frameCount: 4_001,
      samples: [
        (62, -0.0102488874), (500, 0.00041503273), (2000, -8.7907676e-05),
      ]),
    Golden(
      sound: "telephone", channel: 0, frameCount: 3_920,
      samples: [
        (61, 0.0073055462), (490, -0.000109207998), (1960, 6.0388777e-07),
      ]),
    Golden(
      sound: "crossover-low", channel: 0, frameCount: 118,
      samples: [
        (1, 0.00150697632), (14, 0.0759143606), (59, -8.1322096e-06),
      ]),
    Golden(
      sound: "crossover-linear-high", channel: 0, frameCount: 329,
      samples: [
        (5, 1.10796134e-06), (41, -6.3192587e-05), (164, 0.9166668057),
      ]),
    Golden(
      sound: "plucked-notes", channel: 0, frameCount: 384_000,
      samples: [(0, 0), (6000, 0.15745617), (48000, -0.015201813), (192_000, -0.028902924)]),
  ]

  @Test(arguments: goldens)
  func `the sound is the one that was shipped, within -120 dB of its peak`(golden: Golden) {
    let sound = Recipe(rawValue: golden.sound).map(Sounds.of) ?? Sounds.dryTake
    #expect(sound.name == golden.sound)
    #expect(sound.frameCount == golden.frameCount)
    let channel = sound.channels[golden.channel]
    let peak = channel.reduce(0) { max($0, abs($1)) }
    for (frame, value) in golden.samples {
      // The values were read from the shipped files: half a step of 24 bits is allowed for.
      #expect(abs(channel[frame] - value) <= max(peak * 1e-6, 0x1p-23), "frame \(frame)")
    }
  }
}

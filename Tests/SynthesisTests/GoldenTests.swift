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
      #expect(abs(channel[frame] - value) <= peak * 1e-6, "frame \(frame)")
    }
  }
}

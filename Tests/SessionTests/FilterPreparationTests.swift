import Convolution
import Engine
import Glibc
import Session
import Settings
import SignalProcessing
import Testing
import TestSupport

@Suite struct FilterPreparationTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func prepared(
    _ chain: [Configuration.Stage], channels: [String] = ["L", "R"]
  ) throws -> ChainPreparation {
    try ChainPreparation(
      Configuration(
        audio: .init(sampleRate: 48000, periodFrames: 64, latencyFrames: 128),
        capture: .init(device: "in", channels: channels),
        playback: .init(device: "out", channels: channels), chain: chain))
  }

  private func section(
    _ shape: EqualizerBand.Shape, _ hertz: Double, _ gain: Double, _ quality: Double
  ) -> BiquadSection {
    BiquadSection(
      EqualizerBand(
        shape: shape, cyclesPerFrame: hertz / 48000, gainDecibels: gain, quality: quality))
  }

  @Test func `bands become sections on the channels of the stage`() throws {
    let kinds: [(EqualizerSettings.Band.Kind, EqualizerBand.Shape)] = [
      (.peak, .peak), (.lowShelf, .lowShelf), (.highShelf, .highShelf), (.lowPass, .lowPass),
      (.highPass, .highPass), (.notch, .notch), (.allPass, .allPass), (.bandPass, .bandPass),
    ]
    let bands = kinds.map {
      EqualizerSettings.Band(kind: $0.0, hertz: 100, gainDecibels: 3, quality: 2)
    }
    let found = try prepared([.equalizer(.init(source: .bands(bands), channels: ["R"]))])
    let sections = kinds.map { section($0.1, 100, 3, 2) }
    #expect(found.chain.stages == [.filter(.init(sections: [[], sections]))])
    #expect(found.notes.isEmpty)
  }

  @Test func `a text's preamp, bands and curve become a gain, sections and taps`() throws {
    let path = try folder.write(
      text: "Preamp: -20 dB\nFilter: ON PK Fc 62 Hz Gain -5.5 dB Q 4.2\nGraphicEQ: 25 -3; 400 1\n",
      as: "eq.txt")
    let found = try prepared([.equalizer(.init(source: .file(path), channels: ["L"]))])
    let stages = found.chain.stages
    #expect(stages.count == 3 && stages[0] == .gain([0.1, 1]))
    #expect(stages[1] == .filter(.init(sections: [[section(.peak, 62, -5.5, 4.2)], []])))
    guard case .convolve(let convolve) = stages[2] else {
      Issue.record("no taps")
      return
    }
    #expect(convolve.inputs == [0] && convolve.outputs == [0] && convolve.latencyFrames == 0)
    #expect(convolve.matrix.tapCount == 8192)
    #expect(found.notes == ["\(path): preamp -20.0 dB, 1 band, a curve of 2 points, minimum phase"])
    let off = try folder.write(text: "Filter: OFF PK\n", as: "off.txt")
    let silent = try prepared([.equalizer(.init(source: .file(off), channels: ["L"]))])
    #expect(silent.chain.stages.isEmpty && silent.notes == ["\(off): every filter is off"])
  }

  @Test func `a text with a mistake is a mistake of the configuration, a missing one no input`()
    throws
  {
    let path = try folder.write(text: "Filter: ON PK Fc 30000 Hz Gain 1 dB Q 1\n", as: "eq.txt")
    let error = #expect(throws: ChainPreparationError.self) {
      try prepared([.equalizer(.init(source: .file(path), channels: ["L"]))])
    }
    #expect(error?.status == .configuration)
    #expect(error?.description.hasPrefix("\(path):1:18: error: Fc is 30000 Hz;") == true)
    let missing = #expect(throws: ChainPreparationError.self) {
      try prepared([.equalizer(.init(source: .file(folder.path("x.txt")), channels: ["L"]))])
    }
    #expect(missing?.status == .noInput)
  }

  @Test func `a crossover filters each way and leaves the others`() throws {
    let names = ["low", "sub", "high"]
    for (shape, alignment) in [
      (CrossoverSettings.Shape.linkwitzRiley(order: 4), CrossoverDesign.Alignment.linkwitzRiley),
      (.butterworth(order: 4), .butterworth),
    ] {
      let design = CrossoverDesign(alignment: alignment, order: 4, cyclesPerFrame: 0.05)
      let settings = CrossoverSettings(
        shape: shape, splitHertz: 2400, low: ["low"], high: ["high"])
      #expect(
        try prepared([.crossover(settings)], channels: names).chain.stages
          == [.filter(.init(sections: [design.sections(.low), [], design.sections(.high)]))])
    }
  }

  @Test func `a linear-phase crossover is convolved and says its latency`() throws {
    let names = ["low", "sub", "high"]
    let settings = CrossoverSettings(
      shape: .linearPhase(tapCount: nil), splitHertz: 2000, low: ["low"], high: ["high"])
    let found = try prepared([.crossover(settings)], channels: names)
    let ways = LinearPhaseCrossover(cyclesPerFrame: 2000.0 / 48000, tapCount: 329)
    let matrix = ImpulseMatrix(
      inputCount: 2, outputCount: 2,
      paths: [
        .init(input: 0, output: 0, taps: ways.lowTaps.map { Float($0) }),
        .init(input: 1, output: 1, taps: ways.highTaps.map { Float($0) }),
      ])
    let isSame =
      found.chain.stages == [
        .convolve(.init(inputs: [0, 2], outputs: [0, 2], matrix: matrix, latencyFrames: 164))
      ]
    #expect(isSame)
    #expect(found.chain.latencyFrames == 164)
    #expect(
      found.notes == [
        "crossover at 2.00 kHz: linear phase, 329 taps, all channels come 164 frames (3.4 ms) later"
      ])
    var deep = settings
    deep.splitHertz = 5
    let gentle = try prepared([.crossover(deep)], channels: names)
    #expect(gentle.chain.latencyFrames == 32767)
    #expect(
      gentle.notes == [
        "crossover at 5.0 Hz: linear phase, 65535 taps at most, with a gentler slope, all channels "
          + "come 32767 frames (682.6 ms) later"
      ])
  }

  @Test("a polarity that a crossover turns is told", arguments: [2, 4, 6, 8])
  func polarity(order: Int) throws {
    let settings = CrossoverSettings(
      shape: .linkwitzRiley(order: order), splitHertz: 2000, low: ["L"], high: ["R"])
    let told = [
      "crossover at 2.00 kHz: the polarity of the high way is turned, without which order "
        + "\(order) would cancel there"
    ]
    #expect(try prepared([.crossover(settings)]).notes == (order % 4 == 2 ? told : []))
  }

  @Test func `delays, polarity and limiters act on their channels`() throws {
    let stages: [Configuration.Stage] = [
      .delay(.init(frames: 15, channels: ["R"])), .invert(.init(channels: ["L"])),
      .limiter(.init(ceilingDecibels: -20, releaseSeconds: 0.1, channels: ["R", "L"])),
      .limiter(.init(ceilingDecibels: 0, link: .none, channels: ["L", "R"])),
    ]
    let found = try prepared(stages)
    #expect(
      found.chain.stages == [
        .delay(.init(frames: [0, 15])), .gain([-1, 1]),
        .limiter(
          .init(groups: [[1, 0]], ceiling: 0.1, lookAheadFrames: 72, releaseFrames: 4800)),
        .limiter(
          .init(groups: [[0], [1]], ceiling: 1, lookAheadFrames: 72, releaseFrames: 2400)),
      ])
    #expect(found.chain.latencyFrames == 144 && found.notes.isEmpty)
  }

  @Test func `a part of a frame that makes all channels late is told`() throws {
    let found = try prepared([.delay(.init(frames: 14.88, channels: ["R"]))])
    #expect(found.chain.latencyFrames == 17)
    #expect(
      found.notes == [
        "delay of 14.88 frames: a part of a frame needs 31 frames before it, so that all channels "
          + "come 17 frames (0.4 ms) later"
      ])
    #expect(try prepared([.delay(.init(frames: 40.5, channels: ["R"]))]).notes.isEmpty)
  }
}

import Settings
import Testing

@Suite struct ExampleTests {
  @Test func `the room correction example gives its values`() throws {
    let configuration = try parsed(Samples.room, at: "conf/room.yaml")
    let expected = Configuration(
      audio: .init(sampleRate: 48000, periodFrames: 256, latencyFrames: 512),
      capture: .init(device: "hw:CARD=Loopback,DEV=1", channels: ["L", "R"]),
      playback: .init(device: "hw:CARD=E30", channels: ["L", "R"]),
      chain: [
        .convolve(
          ConvolveSettings(
            impulseResponse: "conf/room-48000.wav", rateSet: "conf/room-{rate}.wav",
            gain: .automatic, channels: ["L", "R"]))
      ])
    #expect(configuration == expected)
  }

  @Test func `the true-stereo reverb example gives its values`() throws {
    let configuration = try parsed(Samples.reverb, at: "/etc/convolved/reverb.yaml")
    let expected = ConvolveSettings(
      name: "reverb", impulseResponse: "/etc/convolved/greathall-ts.flac", layout: .trueStereo,
      dryDecibels: 0, wetDecibels: -12, predelayFrames: 864, gain: .decibels(0),
      channels: ["L", "R"])
    #expect(configuration.chain == [.convolve(expected)])
    #expect(configuration.audio.latencyFrames == 128)
  }

  @Test func `every key gives its value`() throws {
    let configuration = try parsed(Samples.full, at: "conf/sub/full.yaml")
    let room = ConvolveSettings(
      name: "room", impulseResponse: "conf/irs/a.wav", layout: .matrix, dryDecibels: -3,
      wetDecibels: 0.5, predelayFrames: 15, gain: .decibels(-6), channels: ["R"])
    let first = RouteSettings(outputs: [
      .init(channel: "L", inputs: [.init(channel: "1")]),
      .init(channel: "R", inputs: [.init(channel: "2")]),
    ])
    let second = RouteSettings(outputs: [
      .init(channel: "L low", inputs: [.init(channel: "L")]),
      .init(channel: "R low", inputs: [.init(channel: "R", gainDecibels: -6)]),
      .init(channel: "L high", inputs: []),
      .init(
        channel: "mono", inputs: [.init(channel: "L"), .init(channel: "R", gainDecibels: -3)]),
    ])
    let expected = Configuration(
      audio: .init(sampleRate: 48000, periodFrames: 256, latencyFrames: 514),
      capture: .init(device: "hw:CARD=Loopback,DEV=1", channels: ["1", "2"], format: .int32),
      playback: .init(
        device: "hw:DAC", channels: ["L low", "R low", "L high", "mono"], format: .float64),
      chain: [
        .gain(GainSettings(gainDecibels: -4.5, channels: ["1"])),
        .route(first), .convolve(room), .route(second),
        .gain(GainSettings(gainDecibels: 2, channels: ["mono"])),
      ])
    #expect(configuration == expected)
  }

  @Test func `an empty chain passes everything unchanged`() throws {
    #expect(try parsed(Samples.audio("rate: 48000, period: 64")).chain == [])
  }

  @Test func `the order of the channels is free at the end of the chain`() throws {
    _ = try parsed(Samples.chain("  - route: {R: R, L: L}"))
  }
}

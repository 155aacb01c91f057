import Settings
import Testing

@Suite struct ValueTests {
  @Test(
    "rates are whole hertz within what devices do",
    arguments: [
      ("44100", 44100), ("44.1 kHz", 44100), ("44.1kHz", 44100), ("48e3", 48000),
      ("48000 hz", 48000), ("'96000'", 96000), ("08000", 8000), ("768 khz", 768_000),
    ])
  func rates(text: String, expected: Int) throws {
    let audio = try parsed(Samples.audio("rate: \(text), period: 64")).audio
    #expect(audio.sampleRate == expected)
  }

  @Test(
    "what is no rate is refused where it stands",
    arguments: [
      "7999", "768001", "44100.5", "-48000", "1e9", "1e999", "0", "48 dB", "48 k", "0xBB80",
      "48_000", ".inf", "nan", "fast", "1:30", "on", "~", "48000 Hz Hz",
    ])
  func refusedRates(text: String) {
    let found = mistakes(Samples.audio("rate: \(text), period: 64"))
    #expect(found.count == 1)
    #expect(found.first?.hasPrefix("2:15 rate is \"\(text)\"") == true)
  }

  @Test(
    "a habit from elsewhere gets its own hint",
    arguments: [
      ("0x10", "numbers are decimal here; write"), ("-.INF", "numbers are finite here; write"),
      ("1_000", "digits are not grouped here; write"),
      ("\"-4,5\"", "the decimal sign is a point; write"), ("loud", "write"),
    ])
  func habits(text: String, opening: String) {
    let found = diagnostics(Samples.chain("  - gain: {gain: \(text)}"))
    #expect(found.map { $0.hint?.hasPrefix(opening) } == [true])
  }

  @Test(
    "levels are decibels",
    arguments: [
      ("-4.5", -4.5), ("-3 dB", -3), ("+2dB", 2), (".5", 0.5), ("-150", -150), ("40", 40),
      ("-0", 0), ("1.5e1", 15),
    ])
  func levels(text: String, expected: Double) throws {
    let chain = try parsed(Samples.chain("  - gain: {gain: \(text), on: L}")).chain
    #expect(chain == [.gain(GainSettings(gainDecibels: expected, channels: ["L"]))])
  }

  @Test(
    "levels that hurt, vanish or carry another unit are refused",
    arguments: ["40.1", "-150.5", "-3 ms", "-", "+", ".", "- 3", "auto", "-3 d"])
  func refusedLevels(text: String) {
    let found = mistakes(Samples.chain("  - gain: {gain: \"\(text)\"}"))
    #expect(found.count == 1)
    #expect(found.first?.hasPrefix("6:18 gain is \"\(text)\"") == true)
  }

  @Test(
    "times take their units, bare numbers are milliseconds",
    arguments: [
      ("18", 864), ("18 ms", 864), ("0.5 s", 24000), ("15 samples", 15), ("1 sample", 1),
      ("7 frames", 7), ("10.6 cm", 15), ("3.43 m", 480), ("0", 0), ("10 s", 480_000),
      ("0.31 ms", 15),
    ])
  func times(text: String, frames: Int) throws {
    let chain = try parsed(Samples.chain("  - convolve: {ir: a, predelay: \(text)}")).chain
    let expected = ConvolveSettings(
      impulseResponse: "a", predelayFrames: frames, channels: ["L", "R"])
    #expect(chain == [.convolve(expected)])
  }

  @Test(
    "times that cannot be are refused",
    arguments: ["-1", "10.01 s", "1.5 samples", "1e300 s", "-0.1 ms", "18 dB", "18 m s"])
  func refusedTimes(text: String) {
    let found = mistakes(Samples.chain("  - convolve: {ir: a, predelay: \(text)}"))
    #expect(found.count == 1)
    #expect(found.first?.hasPrefix("6:33 predelay is \"\(text)\"") == true)
  }

  @Test(
    "latency is in frames and two periods by default",
    arguments: [
      ("", 128), (", latency: 128", 128), (", latency: 512 samples", 512),
      (", latency: 10.7 ms", 514), (", latency: 131072", 131_072),
    ])
  func latency(text: String, frames: Int) throws {
    #expect(
      try parsed(Samples.audio("rate: 48000, period: 64\(text)")).audio.latencyFrames == frames)
  }

  @Test(
    "a latency below two periods or of half a frame is refused",
    arguments: ["127", "131073", "100.5", "1 ms", "3 cm"])
  func refusedLatency(text: String) {
    let found = mistakes(Samples.audio("rate: 48000, period: 64, latency: \(text)"))
    #expect(found.count == 1)
    #expect(found.first?.hasPrefix("2:43 latency is \"\(text)\"") == true)
  }

  @Test("any period from 16 to 8192 frames is allowed", arguments: [16, 63, 64, 441, 480, 8192])
  func periods(frames: Int) throws {
    let parsed = try parsed(Samples.audio("rate: 48000, period: \(frames)"))
    #expect(parsed.audio.periodFrames == frames)
  }

  @Test("other periods are refused", arguments: ["15", "8193", "64.5", "0", "-64"])
  func refusedPeriods(text: String) {
    #expect(
      mistakes(Samples.audio("rate: 48000, period: \(text)")) == [
        "2:30 period is \"\(text)\"; it must be a whole number from 16 to 8192 frames"
      ])
  }

  @Test(
    "formats are ALSA's names",
    arguments: Configuration.Endpoint.Format.allCases)
  func formats(format: Configuration.Endpoint.Format) throws {
    let text = Samples.chain("  []").replacing(
      "device: a", with: "device: a, format: \(format.rawValue)")
    #expect(try parsed(text).capture.format == format)
  }

  @Test func `an unknown word suggests the nearest`() {
    let found = diagnostics(Samples.chain("  - convolve: {ir: a, layout: true_stereo}"))
    #expect(
      found.map(\.hint) == [
        "did you mean \"true-stereo\"? Allowed: auto, mono, diagonal, true-stereo, matrix"
      ])
  }

  @Test func `a gain that may be automatic says so`() {
    let found = diagnostics(Samples.chain("  - convolve: {ir: a, gain: atuo}"))
    #expect(
      found.map(\.hint) == [
        "write, for example, -12, -12 dB or auto; a bare number is in dB"
      ])
  }

  @Test func `words that YAML would read as switches stay text`() throws {
    let text = """
      version: 1
      audio: {rate: 48000, period: 64}
      capture: {device: off, channels: [yes, no, null, 1:30, ~, 0256]}
      playback: {device: null, channels: [yes, no, null, 1:30, ~, 0256]}
      chain: []
      """
    let configuration = try parsed(text)
    #expect(configuration.capture.device == "off")
    #expect(configuration.playback.channels == ["yes", "no", "null", "1:30", "~", "0256"])
  }
}

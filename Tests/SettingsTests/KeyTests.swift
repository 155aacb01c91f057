import Settings
import Testing

@Suite struct KeyTests {
  @Test func `a swapped pair of letters suggests the key that was meant`() {
    let found = diagnostics(Samples.chain("  - convolve: {ir: a.wav, gian: auto}"))
    #expect(
      found == [
        Diagnostic(
          file: "room.yaml", position: SourcePosition(line: 6, column: 27),
          message: "convolve has no key \"gian\"",
          hint: "did you mean \"gain\"? "
            + "Allowed: name, ir, longest, layout, dry, wet, predelay, gain, on")
      ])
  }

  @Test func `a key like no other lists what is allowed`() {
    let found = diagnostics(Samples.audio("rate: 48000, period: 64, colour: red"))
    #expect(found.map(\.message) == ["audio has no key \"colour\""])
    #expect(found.first?.hint == "Allowed: rate, period, latency, rate_matching, memory, threads")
  }

  @Test func `a key without a space after its colon is told so`() {
    let found = diagnostics(Samples.audio("rate: 48000, period:64"))
    #expect(
      found.map(\.message) == [
        "audio needs the key \"period\"", "audio has no key \"period:64\"",
      ])
    #expect(found.last?.hint == "write a space after the colon")
  }

  @Test func `a duplicate key names both lines`() {
    let text = Samples.chain("  - gain:\n      gain: 1\n      on: L\n      gain: 2")
    #expect(
      mistakes(text) == ["9:7 the key \"gain\" stands in line 7 already and again in line 9"])
  }

  @Test func `every missing key is named with an example`() {
    let found = diagnostics(
      "version: 1\naudio: {}\ncapture: {channels: 2}\nchain:\n  - convolve:\n      wet: 0\n")
    #expect(
      found.map { "\($0.position?.description ?? "") \($0.message)" } == [
        "1:1 a configuration needs the key \"playback\"",
        "2:8 audio needs the key \"rate\"",
        "2:8 audio needs the key \"period\"",
        "3:10 capture needs the key \"device\"",
        "6:7 convolve needs the key \"ir\"",
      ])
    #expect(found.last?.hint == "for example ir: hall.flac")
  }

  @Test func `a value without its key is not a set of keys`() {
    let text = "version: 1\naudio:\ncapture: x\nplayback: [a]\nchain: {}"
    #expect(
      mistakes(text) == [
        "2:7 audio is empty; it must be a set of keys",
        "3:10 capture is \"x\"; it must be a set of keys",
        "4:11 playback is a list; it must be a set of keys",
        "5:8 chain is a set of keys; it must be a list of stages",
      ])
  }

  @Test(
    "only version 1 is read, and nothing else of another version",
    arguments: [
      ("2", "\"2\""), ("1.0", "\"1.0\""), ("one", "\"one\""), ("", "empty"), ("[1]", "a list"),
    ])
  func version(value: String, found: String) {
    #expect(
      mistakes("nonsense: 1\nversion: \(value)\n").map { String($0.drop { $0 != " " }) }
        == [" version is \(found); this program reads version 1"])
  }

  @Test func `all mistakes are reported at once, in the file's order`() {
    let text = """
      version: 1
      audio: {rate: 4 kHz, period: 15, latencey: 3}
      capture: {device: "", channels: [L, L], format: S16}
      playback: {device: &x b, channels: [L, R]}
      chain:
        - convolve: {ir: a.wav, layout: stereo, wet: loud, predelay: 1:30}
        - gian: {}
        - gain: {gain: 99, on: [L, Q]}
      extra: 1
      """
    #expect(
      mistakes(text) == [
        "2:15 rate is \"4 kHz\"; it must be a whole number from 8000 to 768000 Hz",
        "2:30 period is \"15\"; it must be a whole number from 16 to 8192 frames",
        "2:34 audio has no key \"latencey\"",
        "3:19 device has no value",
        "3:37 channels names \"L\" twice",
        "3:49 format is \"S16\", which is not one of its values",
        "4:20 anchors (&name) are not allowed",
        "6:35 layout is \"stereo\", which is not one of its values",
        "6:48 wet is \"loud\", which is not a level",
        "6:64 predelay is \"1:30\", which is not a time",
        "7:5 there is no stage \"gian\"",
        "8:18 gain is \"99\"; it must be from -150 to 40 dB",
        "9:1 a configuration has no key \"extra\"",
      ])
  }
}

import Settings
import Testing

@Suite struct ChannelTests {
  @Test func `a misspelt output is shown at its key with the channel it was meant for`() {
    let text = """
      version: 1
      audio: {rate: 48000, period: 64}
      capture: {device: a, channels: [L, R]}
      playback: {device: b, channels: [L low, L high]}
      chain:
        - route: {L low: L, L hihg: L}
      """
    #expect(
      diagnostics(text) == [
        Diagnostic(
          file: "room.yaml", position: SourcePosition(line: 6, column: 23),
          message: "no output called \"L hihg\"; the playback channels are L low, L high",
          hint: "did you mean \"L high\"?")
      ])
  }

  @Test func `missing and extra outputs are both named`() {
    let text = Samples.chain("  - route: {L: L, centre: R}")
    #expect(
      mistakes(text) == [
        "4:37 nothing reaches the playback channel \"R\"; the chain ends with L, centre",
        "6:19 no output called \"centre\"; the playback channels are L, R",
      ])
  }

  @Test func `without a route the capture channels must be the playback channels`() {
    let text = Samples.chain("  []").replacing(
      "playback: {device: b, channels: [L, R]}", with: "playback: {device: b, channels: 1}")
    #expect(
      mistakes(text) == [
        "3:33 no output called \"L\"; the playback channels are 1",
        "3:36 no output called \"R\"; the playback channels are 1",
        "4:33 nothing reaches the playback channel \"1\"; the chain ends with L, R",
      ])
  }

  @Test func `a stage knows the channels that reach it`() {
    let text = Samples.chain(
      """
        - route: {left: L, right: R}
        - gain: {gain: 0, on: [L, lefft]}
        - route: {L: left, R: [right, {from: Left}, {from: R, gain: x}]}
      """)
    #expect(
      mistakes(text) == [
        "7:26 no channel called \"L\" reaches this gain; the channels here are left, right",
        "7:29 no channel called \"lefft\" reaches this gain; the channels here are left, right",
        "8:40 no channel called \"Left\" reaches this route; the channels here are left, right",
        "8:54 no channel called \"R\" reaches this route; the channels here are left, right",
        "8:63 gain is \"x\", which is not a level",
      ])
    #expect(diagnostics(text)[1].hint == "did you mean \"left\"?")
    #expect(diagnostics(text)[2].hint == "did you mean \"left\"?")
  }

  @Test func `a mistake in a stage is not repeated by the stages after it`() {
    let text = Samples.chain("  - rout: {a: L, b: R}\n  - gain: {gain: 0, on: a}")
    #expect(mistakes(text) == ["6:5 there is no stage \"rout\""])
  }

  @Test func `channels are a list of different names or a number`() {
    let cases = [
      ("[L, R, L]", "3:39 channels names \"L\" twice"),
      ("[]", "3:32 channels is an empty list; it must name a channel"),
      ("0", "3:32 channels is \"0\"; it must be a list of names or a number from 1 to 64"),
      ("65", "3:32 channels is \"65\"; it must be a list of names or a number from 1 to 64"),
      ("L", "3:32 channels is \"L\"; it must be a list of names or a number from 1 to 64"),
      ("{a: b}", "3:32 channels is a set of keys; it must be one value"),
      ("", "3:32 channels has no value"),
      ("[L, [R]]", "3:36 channels is a list; it must be one value"),
      ("['', R]", "3:33 channels has no value"),
      (
        "[' L', R]",
        "3:33 channels has the name \" L\"; a name has 1 to 64 printable signs and no space at "
          + "either end"
      ),
    ]
    for (value, expected) in cases {
      let text = Samples.chain("  []").replacing(
        "capture: {device: a, channels: [L, R]}",
        with: "capture: {device: a, channels: \(value)}")
      #expect(mistakes(text).first == expected)
    }
  }

  @Test func `a name of a stage is used once`() {
    let text = Samples.chain(
      "  - convolve: {name: a, ir: b}\n  - convolve: {name: a, ir: c}")
    #expect(mistakes(text) == ["7:22 a stage called \"a\" stands in line 6 already"])
  }

  @Test func `an input is summed once`() {
    #expect(
      mistakes(Samples.chain("  - route: {L: [L, R, L], R: R}"))
        == ["6:23 \"L\" names \"L\" twice"])
  }

  @Test func `a stage is one key with its settings`() {
    let text = Samples.chain(
      """
        - convolve
        - convolve:
          ir: a.wav
        - {}
        - gain:
        - route: {}
      """)
    #expect(
      mistakes(text) == [
        "6:5 a stage is \"convolve\"; it must be a set of keys",
        "7:5 a stage has one key, its kind, but this one has \"convolve\" and \"ir\"",
        "9:5 a stage has one key, its kind, but this one has none",
        "10:5 gain is empty; it must be a set of keys",
        "11:12 route has 0 outputs; it must have from 1 to 64",
      ])
  }
}

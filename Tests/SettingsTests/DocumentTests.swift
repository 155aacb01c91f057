import Settings
import Testing

@Suite struct DocumentTests {
  private static let text = """
    version: 1
    audio:    {rate: 48000, period: 256}
    capture:  {device: a, channels: [L, R]}
    playback: {device: b, channels: [L, R]}
    chain:
      - convolve:
          name: reverb
          ir: hall.flac
          wet: -12
      - route: {L: L, R: [R, {from: L, gain: -6}]}
      - gain: {gain: -4.5, on: [L, R]}
      - eq:
          bands: [{type: peak, freq: 62, gain: -5.5, q: 4.2}]
    """
  private let document = ConfigurationDocument(text: text, path: "hall.yaml")

  @Test func `without edits a document is what its text is`() throws {
    #expect(try document.configuration() == parsed(Self.text, at: "hall.yaml"))
  }

  @Test(
    "an edited document is what its text would be with the value in it",
    arguments: [
      ("reverb.wet", "-3 dB", "wet: -12", "wet: -3 dB"),
      ("chain.0.wet", "-3 dB", "wet: -12", "wet: -3 dB"),
      ("chain.0.convolve.wet", "-3 dB", "wet: -12", "wet: -3 dB"),
      ("reverb.dry", "-20", "wet: -12", "wet: -12\n      dry: -20"),
      ("audio.period", "64", "period: 256", "period: 64"),
      ("audio.latency", "20 ms", "period: 256", "period: 256, latency: 20 ms"),
      ("capture.device", "hw:CARD=USB,DEV=1: x", "device: a", "device: \"hw:CARD=USB,DEV=1: x\""),
      ("chain.1.L", "R", "{L: L, R", "{L: R, R"),
      ("chain.1.R.1.gain", "-9", "gain: -6", "gain: -9"),
      ("chain.2.gain", "+2", "gain: -4.5", "gain: +2"),
      ("chain.2.gain.gain", "+2", "gain: -4.5", "gain: +2"),
      ("chain.2.on.1", "L", "on: [L, R]", "on: [L, L]"),
      ("chain.3.bands.0.freq", "1 kHz", "freq: 62", "freq: 1 kHz"),
    ])
  func edits(path: String, value: String, written: String, instead: String) throws {
    let changed = try replaced(Self.text, at: "hall.yaml", with: instead, for: written)
    let edit = ConfigurationEdit(path: path, value: value)
    guard let changed else {
      #expect(throws: ConfigurationErrors.self) { try document.edited(edit) }
      return
    }
    let edited = try document.edited(edit)
    #expect(try edited.configuration() == changed)
    #expect(edited.value(at: path) == value)
    #expect(edited.edits == [edit] && edited.text == Self.text)
  }

  @Test func `the last edit of a place counts, however its path is written`() throws {
    let edited = try document.edited(.init(path: "reverb.wet", value: "-1"))
      .edited(.init(path: "chain.2.gain", value: "-2"))
      .edited(.init(path: "chain.0.wet", value: "-3"))
    #expect(edited.edits.map(\.path) == ["chain.2.gain", "chain.0.wet"])
    #expect(edited.value(at: "reverb.wet") == "-3")
  }

  @Test(
    "a value says what is written",
    arguments: [
      ("reverb.wet", "-12"), ("reverb.dry", nil), ("chain.2.on", "[L, R]"), ("audio", nil),
      ("chain.1.R.0", "R"), ("chain.9", nil), ("nothing.there", nil), ("reverb.wet.x", nil),
    ] as [(String, String?)])
  func values(path: String, expected: String?) {
    #expect(document.value(at: path) == expected)
  }

  @Test(
    "what cannot be set is refused in a sentence",
    arguments: [
      (
        "revreb.wet", "0", "there is no stage and no key \"revreb\"",
        "did you mean \"reverb\"? "
          + "Allowed: reverb, version, audio, capture, playback, chain, watch, metrics"
      ),
      (
        "reverb.wte", "0", "set reverb.wte: convolve has no key \"wte\"",
        "did you mean \"wet\"? Allowed: name, ir, longest, layout, dry, wet, predelay, gain, on"
      ),
      (
        "reverb.wet", "loud", "set reverb.wet: wet is \"loud\", which is not a level",
        "write, for example, -12 or -12 dB; a bare number is in dB"
      ),
      (
        "reverb.wet", "99", "set reverb.wet: wet is \"99\"; it must be from -150 to 40 dB", nil
      ),
      ("reverb.wet", "", "set reverb.wet: wet has no value", nil),
      (
        "reverb.name", "hall", "\"reverb.name\" names a stage; names are changed in the file", nil
      ),
      (
        "reverb", "hall", "\"reverb\" is a set of keys; set one of them",
        "written: reverb.name, reverb.ir, reverb.wet"
      ),
      (
        "chain.2.on", "L", "\"chain.2.on\" is a list; only one value can be set",
        "chain.2.on.0 is its first entry"
      ),
      (
        "chain.0.on", "[L, R]",
        "\"[L, R]\" is not one value; lists and sets of keys are changed in the file", nil
      ),
      (
        "chain.1.C", "L", "\"chain.1.C\" is no output; a route's outputs are changed in the file",
        nil
      ),
      (
        "chain.4.gain", "0",
        "there is no entry \"4\" in the path \"chain.4.gain\"; the list there has 4, counted from 0",
        nil
      ),
      (
        "reverb.wet.x", "0",
        "the path \"reverb.wet.x\" goes on below a single value; leave out \"x\"", nil
      ),
      ("version", "2", "set version: version is \"2\"; this program reads version 1", nil),
    ] as [(String, String, String, String?)])
  func refusals(path: String, value: String, message: String, hint: String?) {
    let found = refusals(of: ConfigurationEdit(path: path, value: value))
    #expect(found == [Diagnostic(file: "hall.yaml", position: nil, message: message, hint: hint)])
  }

  @Test func `an edit that spoils another line shows that line`() {
    let text = Self.text.replacing("wet: -12", with: "wet: -12\n      layout: mono")
      .replacing("period: 256", with: "period: 256, latency: 600")
    let document = ConfigurationDocument(text: text, path: "hall.yaml")
    let found = refusals(of: ConfigurationEdit(path: "audio.period", value: "512"), in: document)
    #expect(
      found.map(\.description) == [
        "hall.yaml:2:47: error: latency is \"600\"; "
          + "it must be a whole number from two periods (1024 frames) to 131072 frames"
      ])
  }

  @Test func `an edit of a text that is no configuration tells its mistakes`() {
    let document = ConfigurationDocument(text: "version: 1\nchain: *a\n", path: "x.yaml")
    let found = refusals(of: ConfigurationEdit(path: "audio.rate", value: "48000"), in: document)
    #expect(found.contains { $0.message == "aliases (*name) are not allowed" })
  }

  @Test func `names and keys may hold points`() throws {
    let text = Samples.chain(
      """
        - convolve: {name: a, ir: a.wav}
        - convolve: {name: a.b, ir: b.wav}
        - route: {L.low: L, L: L, R: R}
        - route: {L: L.low, R: R}
      """)
    let edited = try ConfigurationDocument(text: text, path: "x.yaml")
      .edited(.init(path: "a.b.ir", value: "c.wav"))
      .edited(.init(path: "chain.2.L.low", value: "R"))
    #expect(edited.value(at: "a.ir") == "a.wav")
    #expect(edited.value(at: "chain.1.ir") == "c.wav")
    #expect(edited.value(at: "chain.2.L") == "L")
  }

  @Test func `an edit has bounds`() {
    let long = String(repeating: "x", count: ConfigurationDocument.editByteLimit + 1)
    let message = "an edit's path and value have at most 4096 bytes"
    #expect(refusals(of: ConfigurationEdit(path: long, value: "0")).map(\.message) == [message])
    #expect(
      refusals(of: ConfigurationEdit(path: "reverb.ir", value: long)).map(\.message) == [message])
  }

  private func refusals(
    of edit: ConfigurationEdit, in document: ConfigurationDocument? = nil
  ) -> [Diagnostic] {
    do throws(ConfigurationErrors) {
      _ = try (document ?? self.document).edited(edit)
      return []
    } catch {
      return error.diagnostics
    }
  }

  private func replaced(
    _ text: String, at path: String, with new: String, for old: String
  ) throws -> Configuration? {
    let changed = text.replacing(old, with: new)
    try #require(changed != text)
    return try? Configuration.parse(text: changed, path: path)
  }
}

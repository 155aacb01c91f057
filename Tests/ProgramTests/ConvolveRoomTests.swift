import Glibc
import JSON
import Testing
import TestSupport

/// Reverberation as `convolve inspect` prints and draws it.
@Suite struct ConvolveRoomTests {
  private let bench: ConvolveBench

  init() throws { bench = try ConvolveBench() }

  /// Noise that loses 60 dB in half a second, and a quieter copy of it.
  private func writeRoom(_ name: String = "room.wav") throws {
    let left = noise(30_000, seed: 7).enumerated().map { frame, sample in
      sample * Float(exp(-6.907755 * Double(frame) / 24_000))
    }
    try bench.write([left, left.map { $0 / 2 }], as: name)
  }

  @Test func `JSON has a line per file with the time of the room`() throws {
    try writeRoom("a.wav")
    try writeRoom("b.wav")
    let result = try bench.run("inspect", "a.wav", "b.wav", "--json")
    #expect(result.status == 0 && result.errors.isEmpty)
    let lines = result.output.split(separator: "\n")
    #expect(lines.count == 2)
    for (line, name) in zip(lines, ["a.wav", "b.wav"]) {
      let value = try JSONValue(parsing: String(line))
      #expect(value["v"]?.integer == 1 && value["file"]?.text == name)
      #expect(abs(try #require(value["t30"]?.number) - 0.5) < 0.05)
      #expect(abs(try #require(value["t20"]?.number) - 0.5) < 0.05)
      let channels = try #require(value["responses"]?.elements)
      #expect(channels.count == 2 && channels[0]["broadband"] == channels[1]["broadband"])
      #expect(channels[0]["bands"]?.elements?.count == 10)
      #expect(channels[0]["onset_frame"]?.integer != nil)
    }
  }

  @Test func `a figure that cannot be told is null, with a reason`() throws {
    try bench.write([[1, 0.5]], as: "ir.wav")
    let result = try bench.run("inspect", "ir.wav", "--json")
    let value = try JSONValue(parsing: result.output)
    #expect(value["t30"] == .null)
    let broadband = try #require(value["responses"]?.elements?.first?["broadband"])
    #expect(broadband["t30"] == .null && broadband["missing"]?["t30"]?.text == "flat")
  }

  @Test func `the table has a row per band and the mean in the middle`() throws {
    try writeRoom()
    let octaves = try bench.run("inspect", "room.wav")
    #expect(octaves.status == 0)
    for word in ["31.5 Hz", "  1 kHz", " 16 kHz", "    mid", "EDT", "Butterworth"] {
      #expect(octaves.output.contains(word))
    }
    let thirds = try bench.run("inspect", "room.wav", "--third-octaves")
    #expect(thirds.output.contains("1.25 kHz") && thirds.output.contains("3.15 kHz"))
  }

  @Test func `a file that fails does not keep the others from being shown`() throws {
    try writeRoom("a.wav")
    try writeRoom("b.wav")
    let result = try bench.run("inspect", "a.wav", "missing.wav", "b.wav", "--json")
    #expect(result.status == 1)
    #expect(result.output.split(separator: "\n").count == 2)
    #expect(result.errors.contains("missing.wav: does not exist"))
  }

  @Test func `a picture is written whole, and never over what is there`() throws {
    try writeRoom()
    let first = try bench.run("inspect", "room.wav", "--svg", "room.svg")
    #expect(first.status == 0)
    let bytes = try bench.folder.bytes("room.svg")
    let text = String(decoding: bytes, as: UTF8.self)
    #expect(text.hasPrefix("<svg ") && text.hasSuffix("</svg>\n"))
    #expect(bench.folder.names == ["room.svg", "room.wav"])
    let second = try bench.run("inspect", "room.wav", "--svg", "room.svg")
    #expect(second.status == 73 && second.errors.contains("--force"))
    let third = try bench.run("inspect", "room.wav", "--svg", "room.svg", "--force")
    #expect(third.status == 0)
    let isSame = try bench.folder.bytes("room.svg") == bytes
    #expect(isSame)
    let alias = try bench.run("inspect", "room.wav", "--svg", "room.wav", "--force")
    #expect(alias.status == 64 && alias.errors.contains("is also an input"))
  }

  @Test func `every panel can be drawn`() throws {
    try writeRoom()
    let result = try bench.run(
      "inspect", "room.wav", "--channel", "2", "--svg", "all.svg", "--smooth", "none", "--panels",
      "waveform,etc,decay,magnitude,phase,excess,delay,spectrogram")
    #expect(result.status == 0 && result.errors.isEmpty)
    let text = String(decoding: try bench.folder.bytes("all.svg"), as: UTF8.self)
    for title in [
      "Waveform", "Energy over time", "Decay", "Magnitude", "Phase", "Excess phase",
      "Group delay", "Spectrogram", "not smoothed",
    ] {
      #expect(text.contains(">\(title)</text>"))
    }
    // But for the picture within: base 64 may spell anything.
    let drawn = text.split(separator: "\n").filter { !$0.contains("base64,") }
    #expect(!drawn.contains { $0.contains("nan") })
  }

  @Test func `the odd response can be drawn`() throws {
    try bench.write([[1]], as: "one.wav")
    try bench.write([[0, 0, 0], [0, 0, 1]], as: "silent.wav", rate: 8000)
    for file in ["one.wav", "silent.wav"] {
      let result = try bench.run(
        "inspect", file, "--svg", "\(file).svg", "--panels",
        "waveform,etc,decay,magnitude,phase,excess,delay,spectrogram", "--plot", "braille")
      #expect(result.status == 0)
      let text = String(decoding: try bench.folder.bytes("\(file).svg"), as: UTF8.self)
      #expect(text.hasSuffix("</svg>\n") && !text.contains("nan"))
    }
  }

  @Test func `files over each other are one picture, and several are none`() throws {
    try writeRoom("a.wav")
    try writeRoom("b.wav")
    let refused = try bench.run("inspect", "a.wav", "b.wav", "--svg", "ab.svg")
    #expect(refused.status == 64 && refused.errors.contains("--overlay"))
    let result = try bench.run("inspect", "a.wav", "b.wav", "--svg", "ab.svg", "--overlay")
    #expect(result.status == 0)
    let text = String(decoding: try bench.folder.bytes("ab.svg"), as: UTF8.self)
    #expect(text.contains(">a.wav, channel 1<") && text.contains(">b.wav, channel 2<"))
    let many = try bench.run(
      "inspect", "a.wav", "b.wav", "a.wav", "b.wav", "--svg", "many.svg", "--overlay")
    #expect(many.status == 64 && many.errors.contains("--channel"))
  }

  @Test func `curves of letters come when asked for`() throws {
    try writeRoom()
    func drawn(_ text: String) -> Bool {
      text.unicodeScalars.contains { (0x2801...0x28FF) ~= $0.value }
    }
    #expect(!drawn(try bench.run("inspect", "room.wav").output))
    let plain = try bench.run("inspect", "room.wav", "--plot", "braille")
    #expect(drawn(plain.output) && !plain.output.contains("\u{1B}"))
    let colored = try bench.run("inspect", "room.wav", "--plot", "braille", "--color", "always")
    #expect(drawn(colored.output) && colored.output.contains("\u{1B}["))
  }
}

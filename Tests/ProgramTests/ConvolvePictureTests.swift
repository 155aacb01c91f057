import Glibc
import Testing
import TestSupport

/// PNG files, and `convolve spectrogram`.
@Suite struct ConvolvePictureTests {
  private let bench: ConvolveBench

  init() throws { bench = try ConvolveBench() }

  private func writeTone() throws {
    let tone = (0..<24_000).map { Float(0.5 * sin(0.1 * Double($0))) }
    try bench.write([tone, tone], as: "tone.wav")
  }

  /// Runs `convolve` with another search path.
  private func run(path: String, _ arguments: String...) throws -> ProgramResult {
    try RunningProgram(
      try Products.path("convolve"), arguments, in: bench.folder.path, environment: ["PATH": path]
    ).result()
  }

  /// A stand-in that tells what it was asked for, and what it was given.
  private func writeConverter(_ script: String) throws -> String {
    try bench.folder.write(Array("#!/bin/sh\n\(script)\n".utf8), as: "rsvg-convert")
    chmod(bench.folder.path("rsvg-convert"), 0o755)
    return "\(bench.folder.path):/usr/bin:/bin"
  }

  @Test func `a PNG file is what rsvg-convert makes of the picture`() throws {
    try writeTone()
    let path = try writeConverter("echo \"$@\"; cat")
    let done = try run(
      path: path, "inspect", "tone.wav", "--svg", "a.svg", "--png", "a.png", "--panels", "waveform")
    #expect(done.status == 0)
    let picture = try bench.folder.bytes("a.svg")
    let wanted = Array("--zoom 2 --format png\n".utf8) + picture
    let isSame = try bench.folder.bytes("a.png") == wanted
    #expect(isSame)
  }

  @Test func `without rsvg-convert a hint says how to get it`() throws {
    try writeTone()
    let result = try run(path: "/nowhere", "inspect", "tone.wav", "--png", "a.png")
    #expect(result.status == 69)
    #expect(result.errors.contains("apt install librsvg2-bin"))
    #expect(!bench.folder.names.contains("a.png"))
  }

  @Test func `an rsvg-convert that fails leaves nothing`() throws {
    try writeTone()
    let path = try writeConverter("echo half; exit 3")
    let result = try run(path: path, "spectrogram", "tone.wav", "-o", "a.png")
    #expect(result.status == 69 && result.errors.contains("--svg") == false)
    #expect(bench.folder.names == ["rsvg-convert", "tone.wav"])
  }

  @Test func `a spectrogram has a panel per channel`() throws {
    try writeTone()
    let all = try bench.run("spectrogram", "tone.wav", "-o", "all.svg")
    #expect(all.status == 0 && all.output.isEmpty && all.errors.isEmpty)
    let one = try bench.run(
      "spectrogram", "tone.wav", "-o", "one.svg", "--channel", "2", "--scale", "linear",
      "--window", "512samples", "--hop", "1ms", "--depth", "60")
    #expect(one.status == 0)
    for (name, count) in [("all.svg", 2), ("one.svg", 1)] {
      let text = String(decoding: try bench.folder.bytes(name), as: UTF8.self)
      #expect(text.split(separator: "<image ", omittingEmptySubsequences: false).count == count + 1)
    }
  }

  @Test func `silence has a spectrogram`() throws {
    try bench.write([[Float](repeating: 0, count: 1000)], as: "silence.wav")
    #expect(try bench.run("spectrogram", "silence.wav", "-o", "a.svg").status == 0)
  }

  @Test func `what cannot be drawn is refused with what is allowed`() throws {
    try writeTone()
    let cases: [([String], String)] = [
      (["-o", "a.jpg"], ".svg, or .png"), (["-o", "a.svg", "--channel", "3"], "2 channels"),
      (["-o", "a.svg", "--window", "1samples"], "allowed are 2 to"),
      (["-o", "a.svg", "--depth", "5"], "10 to 200"),
      (["-o", "a.svg", "--window", "262144samples", "--hop", "1samples"], "longer --hop"),
    ]
    for (arguments, words) in cases {
      let result = try bench.start(["spectrogram", "tone.wav"] + arguments).result()
      #expect(result.status == 64 && result.errors.contains(words))
    }
    let missing = try bench.run("spectrogram", "none.wav", "-o", "a.svg")
    #expect(missing.status == 66)
    #expect(bench.folder.names == ["tone.wav"])
  }

  @Test func `a kernel of two dimensions changes the levels`() throws {
    try writeTone()
    var pictures: [String: String] = [:]
    for kernel in ["mean:1x1", "mean:3x3", "gaussian:5x5", "sobel", "sobel-columns"] {
      let name = kernel.split(separator: ":").joined(separator: "-") + ".svg"
      let result = try bench.run("spectrogram", "tone.wav", "-o", name, "--kernel", kernel)
      #expect(result.status == 0 && result.errors.isEmpty)
      pictures[kernel] = String(decoding: try bench.folder.bytes(name), as: UTF8.self)
    }
    #expect(Set(pictures.values).count == 5)
    _ = try bench.run("spectrogram", "tone.wav", "-o", "none.svg")
    // One value changes nothing.
    let plain = String(decoding: try bench.folder.bytes("none.svg"), as: UTF8.self)
    let isSame = plain == pictures["mean:1x1"]
    #expect(isSame)
    for slope in ["sobel", "sobel-columns"] {
      #expect(pictures[slope]?.contains("dB a step") == true)
    }
    let refused = try bench.run("spectrogram", "tone.wav", "-o", "a.svg", "--kernel", "blur")
    #expect(refused.status == 64 && refused.errors.contains("gaussian:RxC"))
  }
}

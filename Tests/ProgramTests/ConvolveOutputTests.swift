import Glibc
import SoundFiles
import Testing
import TestSupport

@Suite struct ConvolveOutputTests {
  private let bench: ConvolveBench

  init() throws {
    bench = try ConvolveBench()
    try bench.write([decay(100, seed: 1)], as: "ir.wav")
  }

  private func render(_ input: String, _ output: String, _ options: String...) throws
    -> ProgramResult
  {
    try bench.start(["render", input, "--ir", "ir.wav", "-o", output] + options).result()
  }

  /// Hours of silence that occupy no disk.
  private func writeLongInput() throws {
    let sampleBytes = 2_000_000_000
    let header = waveHeader(
      format: 1, bits: 16, channels: 1, rate: 48000, sampleBytes: sampleBytes)
    try bench.folder.write(header, as: "in.wav", byteCount: header.count + sampleBytes)
  }

  @Test(arguments: [SIGINT, SIGTERM, SIGHUP])
  func `a signal on the way leaves no output and nothing else`(_ signal: Int32) throws {
    try writeLongInput()
    let watch = try FolderWatch(bench.folder)
    let program = try bench.start(["render", "in.wav", "--ir", "ir.wav", "-o", "out.wav"])
    try watch.waitForUnfinishedOutput(byteCount: 1 << 20)
    #expect(!bench.folder.names.contains("out.wav"))
    program.send(signal)
    let result = try program.result(within: .seconds(20))
    #expect(result.ending == .exited(128 + signal))
    #expect(bench.folder.names == ["in.wav", "ir.wav"])
  }

  @Test func `a signal that is ignored stays ignored`() throws {
    try writeLongInput()
    let watch = try FolderWatch(bench.folder)
    let command = """
      trap "" HUP; exec "$0" render in.wav --ir ir.wav -o out.wav
      """
    let program = try RunningProgram(
      "/bin/sh", ["-c", command, try Products.path("convolve")], in: bench.folder.path)
    try watch.waitForUnfinishedOutput(byteCount: 1 << 20)
    // Of two signals that wait, the one with the lower number, SIGHUP, is seen first.
    program.send(SIGHUP)
    program.send(SIGTERM)
    #expect(try program.result(within: .seconds(20)).ending == .exited(128 + SIGTERM))
  }

  @Test func `a file size limit ends in an error and leaves nothing`() throws {
    try bench.write([noise(200_000, seed: 2)], as: "in.wav")
    let command = """
      ulimit -f 64; exec "$0" render in.wav --ir ir.wav -o out.wav
      """
    let program = try RunningProgram(
      "/bin/sh", ["-c", command, try Products.path("convolve")], in: bench.folder.path)
    let result = try program.result()
    #expect(result.ending == .exited(74), "\(result.errors)")
    #expect(result.errors.hasPrefix("convolve: out.wav: no room"))
    #expect(bench.folder.names == ["in.wav", "ir.wav"])
  }

  @Test(arguments: ["in.wav", "ir.wav"], ["same", "symbolic", "hard"])
  func `an output that is an input under any name is refused`(
    _ victim: String, _ kind: String
  ) throws {
    try bench.write([noise(1000, seed: 2)], as: "in.wav")
    let output = kind == "same" ? victim : "alias.wav"
    if kind == "symbolic" { #expect(symlink(victim, bench.folder.path(output)) == 0) }
    if kind == "hard" {
      #expect(link(bench.folder.path(victim), bench.folder.path(output)) == 0)
    }
    let before = try bench.folder.bytes(victim)
    let result = try render("in.wav", output, "--force")
    #expect(result.status == 64)
    #expect(result.errors.contains("\(output): is also an input"))
    let isUnharmed = try bench.folder.bytes(victim) == before
    #expect(isUnharmed)
    #expect(!bench.folder.names.contains { $0.hasSuffix(".partial") })
  }

  @Test func `an output that is an input by a descriptor is refused`() throws {
    try bench.write([noise(1000, seed: 2)], as: "in.wav")
    let before = try bench.folder.bytes("in.wav")
    let command = """
      ln -s /proc/self/fd/9 held.wav; exec 9< in.wav
      exec "$0" render in.wav --ir ir.wav -o held.wav --force
      """
    let result = try RunningProgram(
      "/bin/sh", ["-c", command, try Products.path("convolve")], in: bench.folder.path
    ).result()
    #expect(result.status == 64)
    #expect(result.errors.contains("held.wav: is also an input"))
    let isUnharmed = try bench.folder.bytes("in.wav") == before
    #expect(isUnharmed)
  }

  @Test func `an output that exists is kept unless replacing it is asked for`() throws {
    try bench.write([noise(1000, seed: 2)], as: "in.wav")
    try bench.folder.write([1, 2, 3], as: "out.wav")
    let refused = try render("in.wav", "out.wav")
    #expect(refused.status == 73)
    #expect(
      refused.errors == """
        convolve: out.wav: exists already; choose another name or replace it with --force

        """)
    #expect(try bench.folder.bytes("out.wav") == [1, 2, 3])
    #expect(try render("in.wav", "out.wav", "--force").status == 0)
    #expect(try bench.read("out.wav")[0].count == 1099)
  }

  @Test func `a missing input ends with 66 and names it`() throws {
    let result = try render("nothing.wav", "out.wav")
    #expect(result.status == 66)
    #expect(
      result.errors == """
        convolve: nothing.wav: does not exist; check the name and the folder

        """)
  }

  @Test func `a response that is no sound ends with 65 and leaves nothing`() throws {
    try bench.write([noise(1000, seed: 2)], as: "in.wav")
    try bench.folder.write(Array("no sound at all".utf8), as: "text.wav")
    let result = try bench.run("render", "in.wav", "--ir", "text.wav", "-o", "out.wav")
    #expect(result.status == 65)
    #expect(result.errors.hasPrefix("convolve: text.wav: is not a sound file"))
    #expect(bench.folder.names == ["in.wav", "ir.wav", "text.wav"])
  }

  @Test func `a damaged input leaves nothing`() throws {
    try bench.write([wholeSteps(bits: 16, count: 200_000, seed: 3)], as: "in.flac", .int16)
    var bytes = try bench.folder.bytes("in.flac")
    for place in bytes.count / 2..<bytes.count / 2 + 20_000 { bytes[place] = 0 }
    try bench.folder.write(bytes, as: "in.flac")
    let result = try render("in.flac", "out.flac")
    #expect(result.status == 65, "\(result.errors)")
    #expect(bench.folder.names == ["in.flac", "ir.wav"])
  }

  @Test func `an input that broke off is rendered as far as it goes, and that is said`() throws {
    let header = waveHeader(format: 3, bits: 32, channels: 1, rate: 48000, sampleBytes: 4000)
    try bench.folder.write(header + floatBytes(noise(600, seed: 4)), as: "in.wav")
    let result = try render("in.wav", "out.wav", "--quiet")
    #expect(result.status == 0)
    #expect(
      result.errors == """
        convolve: in.wav: the header promises 1000 frames and the file holds 600: it broke off, \
        what is there is rendered

        """)
    #expect(try bench.read("out.wav")[0].count == 699)
  }

  @Test func `an empty input gives an empty output`() throws {
    try bench.write([[]], as: "in.wav")
    let result = try render("in.wav", "out.wav")
    #expect(result.status == 0, "\(result.errors)")
    #expect(try bench.read("out.wav") == [[]])
  }

  @Test func `the extension and the encoding choose the format`() throws {
    try bench.write([noise(1000, seed: 2)], as: "in.wav")
    for (name, encoding, text) in [
      ("a.flac", "int16", "int16"), ("b.caf", "float64", "float64"), ("c.aiff", "int24", "int24"),
    ] {
      let result = try render("in.wav", name, "--encoding", encoding)
      #expect(result.status == 0 && result.errors.contains(", \(text);"), "\(result.errors)")
    }
  }

  @Test func `an encoding that the format lacks is refused, not replaced`() throws {
    try bench.write([noise(1000, seed: 2)], as: "in.wav")
    let result = try render("in.wav", "out.flac", "--encoding", "float32")
    #expect(result.status == 64)
    #expect(
      result.errors == """
        convolve: out.flac: flac does not hold float32 samples; leave --encoding out or write a \
        .wav file

        """)
    #expect(bench.folder.names == ["in.wav", "ir.wav"])
  }

  @Test func `an unknown extension is a mistake of usage`() throws {
    try bench.write([noise(1000, seed: 2)], as: "in.wav")
    let result = try render("in.wav", "out.mp3")
    #expect(result.status == 64)
    #expect(result.errors.hasPrefix("convolve: out.mp3: the name does not say which format"))
  }
}

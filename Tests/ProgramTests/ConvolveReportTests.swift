import Glibc
import JSON
import SoundFiles
import Testing
import TestSupport

/// What a render says to programs, and how it stores what it made.
@Suite struct ConvolveReportTests {
  private let bench: ConvolveBench

  init() throws {
    bench = try ConvolveBench()
    try bench.write([noise(2000, seed: 1, level: 0.1)], as: "in.wav", .int24)
    try bench.write([[0, 0, 1, 0.5]], as: "ir.wav")
  }

  private func render(_ options: String...) throws -> ProgramResult {
    try bench.start(["render", "in.wav", "--ir", "ir.wav"] + options).result()
  }

  @Test func `a report for programs is one object on one line`() throws {
    let result = try render(
      "-o", "out.wav", "--json", "--align", "peak", "--normalize", "peak=-6", "--quiet")
    #expect(result.status == 0 && result.errors.isEmpty, "\(result.errors)")
    #expect(result.output.filter { $0 == "\n" }.count == 1)
    let report = try JSONValue(parsing: result.output)
    #expect(report["v"]?.integer == 1 && report["ok"]?.bool == true)
    #expect(report["input"]?.text == "in.wav" && report["response"]?.text == "ir.wav")
    #expect(report["frames_in"]?.integer == 2000 && report["frames_out"]?.integer == 2001)
    #expect(report["shift_frames"]?.integer == 2 && report["clipped_samples"]?.integer == 0)
    #expect(report["encoding"]?.text == "int24")
    let peak = try bench.read("out.wav")[0].reduce(0) { max($0, $1.magnitude) }
    #expect((20 * log10(peak) + 6).magnitude < 1e-3)
  }

  @Test func `a failure for programs has the status that it ends with`() throws {
    let result = try bench.run("render", "no.wav", "--ir", "ir.wav", "-o", "out.wav", "--json")
    #expect(result.status == 66)
    let report = try JSONValue(parsing: result.output)
    #expect(report["ok"]?.bool == false && report["status"]?.integer == 66)
    #expect(report["error"]?.text == "no.wav: does not exist; check the name and the folder")
  }

  @Test func `a rehearsal finds what a render would, and writes nothing`() throws {
    let good = try render("-o", "out.flac", "--dry-run")
    #expect(good.status == 0 && good.errors.contains("out.flac: 2003 frames, 1 channel"))
    #expect(try render("-o", "no/out.wav", "--dry-run").status == 73)
    #expect(try render("-o", "in.wav", "--dry-run", "--force").status == 64)
    #expect(try render("-o", "ir.wav", "--dry-run").status == 64)
    #expect(bench.folder.names == ["in.wav", "ir.wav"])
  }

  @Test(arguments: [
    ("out.flac", "flac24", SoundEncoding.Sample.int24), ("out.wav", "wavf32", .float32),
    ("out.wav", "wav16", .int16), ("out.wav", "rf64", .int24), ("out.caf", "caff64", .float64),
  ])
  func `a format is a container and how samples lie in it`(
    _ name: String, _ format: String, _ sample: SoundEncoding.Sample
  ) throws {
    let result = try render("-o", name, "--format", format)
    #expect(result.status == 0, "\(result.errors)")
    let reader = try SoundFileReader(path: bench.folder.path(name))
    #expect(
      reader.encoding.sample == sample && format.hasPrefix(reader.encoding.container.rawValue))
  }

  @Test func `a name for another format than the one asked for is refused`() throws {
    let result = try render("-o", "out.wav", "--format", "flac24")
    #expect(result.status == 64)
    #expect(result.errors.contains("out.wav: is a name for wav and --format is flac24"))
  }

  @Test func `texts of the input stand in the output`() throws {
    let bytes = try bench.folder.bytes("in.wav")
    let text = Array("LIST".utf8) + [18, 0, 0, 0] + Array("INFOINAM".utf8) + [5, 0, 0, 0]
    let whole = bytes + text + Array("Saal\0\0".utf8)
    try bench.folder.write(whole, as: "in.wav")
    #expect(try render("-o", "out.wav").status == 0)
    #expect(try bench.folder.bytes("out.wav").suffix(26) == whole.suffix(26))
  }

  // MARK: - Dither

  /// A tone that 16 bits do not hold, and what is left of it when they are rounded to.
  private func error(_ options: [String]) throws -> [Double] {
    let tone = (0..<8192).map { 3.3 / 32_768 * Float(sin(2 * .pi * 64 * Double($0) / 8192)) }
    try bench.write([tone], as: "in.wav", .float32)
    try bench.write([[1]], as: "ir.wav")
    let result = try bench.start(
      ["render", "in.wav", "--ir", "ir.wav", "-o", "out.wav", "--force", "--encoding", "int16"]
        + options
    ).result()
    try #require(result.status == 0, "\(result.errors)")
    return zip(try bench.read("out.wav")[0], tone).map { 32_768 * Double($0 - $1) }
  }

  /// The power at the tone's odd harmonics, of the whole.
  private func distortion(_ error: [Double]) -> Double {
    let harmonics = stride(from: 3, through: 31, by: 2).map { harmonic -> Double in
      let turn = 2 * Double.pi * 64 * Double(harmonic) / 8192
      let (real, imaginary) = error.enumerated().reduce((0.0, 0.0)) { sum, sample in
        (
          sum.0 + sample.element * cos(turn * Double(sample.offset)),
          sum.1 + sample.element * sin(turn * Double(sample.offset))
        )
      }
      return 2 * (real * real + imaginary * imaginary) / 8192
    }
    return harmonics.reduce(0, +) / error.reduce(0) { $0 + $1 * $1 }
  }

  @Test func `what becomes 16 bits is dithered, with noise in place of distortion`() throws {
    let dithered = try error([]), plain = try error(["--dither", "none"])
    // A quarter of a squared step, whatever the signal; without dither a twelfth.
    let power = dithered.reduce(0) { $0 + $1 * $1 } / 8192
    #expect((power - 0.25).magnitude < 0.02)
    #expect(plain.allSatisfy { $0.magnitude <= 0.5001 })
    // Of 4096 places in the spectrum, 15 have no more than their share.
    #expect(distortion(dithered) < 0.02 && distortion(plain) > 0.1)
  }

  @Test func `dither is the same every time, for any number of threads`() throws {
    let first = try error(["--jobs", "1"]), second = try error(["--jobs", "4"])
    #expect(first == second)
  }
}

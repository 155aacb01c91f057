import Glibc
import SoundFiles
import Testing
import TestSupport

/// Sounds that come and go through pipes.
@Suite struct ConvolvePipeTests {
  private let bench: ConvolveBench

  init() throws {
    bench = try ConvolveBench()
    try bench.write([decay(300, seed: 1)], as: "ir.wav")
  }

  /// Runs a line of shell in which `$0` is `convolve`.
  private func shell(_ command: String) throws -> ProgramResult {
    try RunningProgram(
      "/bin/bash", ["-o", "pipefail", "-c", command, try Products.path("convolve")],
      in: bench.folder.path
    ).result()
  }

  @Test(arguments: SoundEncoding.Sample.allCases)
  func `a WAV file through pipes has the samples of one through files`(
    _ sample: SoundEncoding.Sample
  ) throws {
    try bench.write(
      [noise(30_001, seed: 2, level: 0.1), noise(30_001, seed: 3, level: 0.1)], as: "in.wav", sample
    )
    let result = try shell(
      """
      cat in.wav | "$0" render - --ir ir.wav -o - --quiet | cat > piped.wav && \
      "$0" render in.wav --ir ir.wav -o out.wav --quiet
      """)
    #expect(result.status == 0 && result.errors.isEmpty, "\(result.errors)")
    let piped = try SoundFileReader(path: bench.folder.path("piped.wav"))
    #expect(piped.encoding.sample == sample && piped.sampleRate == 48_000)
    let isSame = try TestSupport.isSame(bench.read("piped.wav"), bench.read("out.wav"))
    #expect(isSame)
  }

  @Test(arguments: ["in.flac", "in.caf", "in.aiff", "in.w64", "in.rf64"])
  func `every other format comes through a pipe as well`(_ name: String) throws {
    try bench.write([wholeSteps(bits: 16, count: 20_000, seed: 4)], as: name, .int16)
    let result = try shell(
      """
      cat \(name) | "$0" render - --ir ir.wav -o piped.wav && "$0" render \(name) --ir ir.wav -o out.wav
      """)
    #expect(result.status == 0, "\(result.errors)")
    let isSame = try bench.folder.bytes("piped.wav") == bench.folder.bytes("out.wav")
    #expect(isSame)
  }

  @Test func `two renders in a row are one pipeline`() throws {
    try bench.write([noise(5000, seed: 5)], as: "in.wav")
    let result = try shell(
      """
      "$0" render in.wav --ir ir.wav -o - | "$0" render - --ir ir.wav -o out.wav
      """)
    #expect(result.status == 0, "\(result.errors)")
    #expect(try bench.read("out.wav")[0].count == 5598)
  }

  @Test func `standard input may be a file`() throws {
    try bench.write([noise(5000, seed: 5)], as: "in.flac", .int16)
    let result = try shell(#""$0" render - --ir ir.wav -o out.wav < in.flac"#)
    #expect(result.status == 0, "\(result.errors)")
    #expect(try bench.read("out.wav")[0].count == 5299)
  }

  @Test func `a length known beforehand stands in the header, any other is open`() throws {
    try bench.write([noise(2000, seed: 6)], as: "in.wav")
    let result = try shell(
      """
      "$0" render in.wav --ir ir.wav -o - --normalize peak > known.wav && \
      "$0" render in.wav --ir ir.wav -o - > open.wav
      """)
    #expect(result.status == 0, "\(result.errors)")
    let known = try bench.folder.bytes("known.wav"), open = try bench.folder.bytes("open.wav")
    let size = known[4..<8].reversed().reduce(0) { $0 << 8 | Int($1) }
    #expect(size == known.count - 8)
    #expect(Array(open[4..<8]) == [255, 255, 255, 255])
    #expect(try bench.read("known.wav")[0].count == 2299)
    #expect(try bench.read("open.wav")[0].count == 2299)
  }

  @Test func `nobody listening ends it with 141, without a word`() throws {
    try bench.write([noise(400_000, seed: 7)], as: "in.wav")
    let result = try shell(
      #""$0" render in.wav --ir ir.wav -o - | head -c 100 > start; exit ${PIPESTATUS[0]}"#)
    #expect(result.status == 141)
    #expect(result.errors.isEmpty)
  }

  @Test func `a full disk behind standard output is an error`() throws {
    try bench.write([noise(400_000, seed: 7)], as: "in.wav")
    let result = try shell(#""$0" render in.wav --ir ir.wav -o - > /dev/full"#)
    #expect(result.status == 74)
    #expect(result.errors.hasPrefix("convolve: standard output: could not be written to: No space"))
  }

  @Test(arguments: [
    ("printf ''", 65), ("printf 'no sound at all'", 65), ("head -c 20 in.wav", 65),
    ("head -c 40 in.wav", 65),
  ])
  func `what is no sound is refused on a pipe as well`(_ source: String, _ status: Int32) throws {
    try bench.write([noise(100, seed: 8)], as: "in.wav")
    let result = try shell(#"\#(source) | "$0" render - --ir ir.wav -o out.wav"#)
    #expect(result.status == status, "\(result.errors)")
    #expect(result.errors.hasPrefix("convolve: standard input: "))
    #expect(bench.folder.names == ["in.wav", "ir.wav"])
  }

  @Test
  func `a WAV file that breaks off in a pipe is rendered as far as it goes, and that is said`()
    throws
  {
    try bench.write([noise(1000, seed: 9)], as: "in.wav")
    let result = try shell(
      #"head -c 2400 in.wav | "$0" render - --ir ir.wav -o out.wav --quiet"#)
    #expect(result.status == 0)
    #expect(result.errors.contains("standard input: the header promises 1000 frames"))
  }
}

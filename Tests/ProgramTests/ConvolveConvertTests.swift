import Glibc
import SoundFiles
import Testing
import TestSupport

@Suite struct ConvolveConvertTests {
  private let bench: ConvolveBench

  init() throws { bench = try ConvolveBench() }

  private func convert(_ words: String) throws -> ProgramResult {
    try bench.start(["convert"] + words.split(separator: " ").map { String($0) }).result()
  }

  @Test func `two recordings of a cabinet become one stereo response of minimum phase`() throws {
    // 10 ms of near silence, then a decay; a frame apart in the two.
    let quiet = noise(441, seed: 1, level: 1e-5)
    try bench.write([quiet + decay(900, seed: 2)], as: "L_mono.wav", rate: 44100)
    try bench.write([quiet + [0] + decay(899, seed: 3)], as: "R_mono.wav", rate: 44100)
    let result = try convert(
      "L_mono.wav R_mono.wav --trim-start -60 --resample 48000 --minimum-phase -o cab.wav")
    #expect(result.status == 0, "\(result.errors)")
    for words in [
      "several inputs without --join are channels",
      "channel 1 is L_mono.wav, channel 2 is R_mono.wav", "trimmed 441 frames (10.00 ms)",
      "from 44100 Hz to 48000 Hz, taps scaled by 0.9188", "minimum phase: peak of channel 1",
      "cab.wav: 2 channels, 48000 Hz, 980 frames, wav float32",
    ] {
      #expect(result.errors.contains(words), "\(result.errors)")
    }
    let cabinet = try bench.read("cab.wav")
    #expect(cabinet.count == 2 && cabinet[0].count == 980)
    // The beginning of a minimum phase is where most of the energy is.
    for channel in cabinet {
      let energy = channel.reduce(0) { $0 + $1 * $1 }
      #expect(channel.prefix(245).reduce(0) { $0 + $1 * $1 } > 0.6 * energy)
    }
  }

  @Test func `a response at another rate has the same gain`() throws {
    // A bell that neither begins nor ends with a step.
    let bell = (0..<400).map { Float(exp(-0.5 * pow((Double($0) - 200) / 20, 2))) }
    try bench.write([bell], as: "bell.wav", .float64)
    let result = try convert("bell.wav --resample 44100 --encoding float64 -o other.wav")
    #expect(result.status == 0, "\(result.errors)")
    let other = try bench.read("other.wav")[0]
    let (before, after) = (bell.reduce(0, +), other.reduce(0, +))
    #expect(other.count == 368)
    #expect(abs(after / before - 1) < 1e-5)
  }

  @Test func `the order of the options does not matter`() throws {
    try bench.write([decay(500, seed: 4)], as: "in.wav")
    let options = ["--reverse", "--gain -3", "--normalize energy", "--delay 2ms", "--length 20ms"]
    for (order, name) in [(options, "a.wav"), (options.reversed(), "b.wav")] {
      let result = try convert("in.wav \(order.joined(separator: " ")) -o \(name)")
      #expect(result.status == 0, "\(result.errors)")
    }
    let isSame = try bench.folder.bytes("a.wav") == bench.folder.bytes("b.wav")
    #expect(isSame)
    // Turned, delayed by 96 frames, 960 frames long, energy 1, then -3 dB.
    let taps = try bench.read("a.wav")[0]
    let energy = taps.reduce(0.0) { $0 + Double($1) * Double($1) }
    #expect(taps.count == 960)
    #expect(taps.prefix(96).allSatisfy { $0 == 0 } && taps.suffix(364).allSatisfy { $0 == 0 })
    #expect(abs(10 * log10(energy) + 3) < 1e-4)
  }

  @Test func `fades and cuts are said in frames and time`() throws {
    try bench.write([[Float](repeating: 0.5, count: 4800)], as: "in.wav")
    let result = try convert("in.wav --length 50ms --fade-in 1ms --fade-out 10ms -o out.wav")
    #expect(result.status == 0, "\(result.errors)")
    #expect(result.errors.contains("cut 2400 frames (50.00 ms) off the end, -3.0 dB of the energy"))
    #expect(result.errors.contains("faded in over 48 frames (1.00 ms)"))
    #expect(result.errors.contains("faded out over 480 frames (10.00 ms)"))
    let taps = try bench.read("out.wav")[0]
    #expect(taps.count == 2400)
    #expect(taps[0] < 0.001 && taps[2399] < 0.001)
    #expect(abs(taps[23] + taps[24] - 0.5) < 1e-6)
    #expect(taps[48..<1920].allSatisfy { $0 == 0.5 })
  }

  @Test func `four channels as true stereo are split and joined without a changed bit`() throws {
    let channels = (0..<4).map { noise(100, seed: UInt64(10 + $0)) }
    try bench.write(channels, as: "in.wav")
    #expect(try convert("in.wav --split -o one.wav").status == 0)
    let joined = try convert(
      "one-1.wav one-2.wav one-3.wav one-4.wav --join true-stereo -o all.wav")
    #expect(joined.status == 0, "\(joined.errors)")
    #expect(joined.errors.contains("left to right is one-2.wav, right to left is one-3.wav"))
    #expect(isSame(try bench.read("all.wav"), channels))
    #expect(try convert("in.wav --channels 3,1 -o two.wav").status == 0)
    #expect(isSame(try bench.read("two.wav"), [channels[2], channels[0]]))
    let matrix = try convert("two.wav two.wav in.wav --join matrix:2x4 -o matrix.wav")
    #expect(matrix.errors.contains("1 to 1 is two.wav, 1 to 2 is two.wav, 1 to 3 is two.wav"))
    #expect(try bench.read("matrix.wav").count == 8)
  }

  @Test func `a shorter input ends in silence, which is said`() throws {
    try bench.write([noise(10, seed: 1)], as: "short.wav")
    try bench.write([noise(15, seed: 2)], as: "long.wav")
    let result = try convert("short.wav long.wav --join channels -o out.wav")
    #expect(result.errors.contains("short.wav: 5 frames of silence behind it"))
    #expect(try bench.read("out.wav")[0].suffix(5).allSatisfy { $0 == 0 })
  }

  @Test(arguments: ["taps.txt", "taps.csv", "taps.dbl", "taps.f32", "taps.raw", "taps.flac"])
  func `taps pass through another format without a changed bit`(_ name: String) throws {
    let channels = (0..<2).map { wholeSteps(bits: 24, count: 60, seed: UInt64(20 + $0)) }
    try bench.write(channels, as: "in.wav")
    let isRaw = name.hasSuffix("raw")
    let there = try convert("in.wav -o \(name)\(isRaw ? " --encoding int24" : "")")
    #expect(there.status == 0, "\(there.errors)")
    let hasHeader = name.hasSuffix("txt") || name.hasSuffix("csv") || name.hasSuffix("flac")
    let reading = hasHeader ? "" : " --rate 48000 --raw-channels 2"
    let back = try convert("\(name)\(reading)\(isRaw ? " --raw s24le" : "") -o back.wav")
    #expect(back.status == 0, "\(back.errors)")
    #expect(isSame(try bench.read("back.wav"), channels))
  }

  @Test func `what no integer holds is counted aloud`() throws {
    try bench.write([[0.5, -0.25]], as: "in.wav")
    let result = try convert("in.wav --gain 12 --quiet -o loud.flac")
    #expect(result.status == 0)
    #expect(result.errors.contains("loud.flac: 1 tap clipped at full scale"), "\(result.errors)")
    #expect(result.errors.contains("--normalize peak"))
  }

  @Test(arguments: [
    ("in.wav -o in.wav --force", 64, "is also an input"),
    ("in.wav -o alias.wav --force", 64, "is also an input"),
    ("in.wav -o taken.wav", 73, "replace it with --force"),
    ("nothing.wav -o out.wav", 66, "does not exist"),
    ("in.wav -o out.mp3", 64, "does not say which format"),
    ("in.wav -o out.raw", 64, "add --encoding float32"),
    ("in.wav -o out.txt --encoding int16", 64, "text holds every bit"),
    ("in.wav other.wav -o out.wav", 65, "with --resample first"),
    ("in.wav in.wav in.wav --join true-stereo -o out.wav", 64, "takes 4 channels"),
    ("in.wav --join matrix:2 -o out.wav", 64, "matrix:2x4"),
    ("in.wav --channels 0 -o out.wav", 64, "numbers from 1"),
    ("in.wav --channels 2 -o out.wav", 64, "no channel 2"),
    ("in.wav --fade-out 1s -o out.wav", 64, "48000 frames and there are 20"),
    ("in.wav --length 0 -o out.wav", 64, "no frame"),
    ("in.wav --trim-start 3 -o out.wav", 64, "-300 to 0 dB"),
    ("in.wav --resample 100 -o out.wav", 64, "8000 to 768000"),
    ("in.wav --rate 44100 -o out.wav", 64, "--resample converts"),
    ("late.wav --length 2samples -o out.wav", 65, "only silence would be left"),
    ("fine.txt -o out.wav", 64, "add --rate 48000"),
    ("bad.txt --rate 48000 -o out.wav", 65, "line 2: \"x\""),
    ("odd.dbl --rate 48000 -o out.wav", 65, "no whole number of frames"),
    ("odd.pcm --rate 48000 -o out.wav", 64, "add --raw f32le"),
    ("zero.txt --rate 48000 -o out.wav", 65, "only zeros"),
  ])
  func `what cannot be done is said, and nothing is left or harmed`(
    _ words: String, _ status: Int, _ sentence: String
  ) throws {
    try bench.write([noise(20, seed: 1)], as: "in.wav")
    try bench.write([noise(20, seed: 1)], as: "other.wav", rate: 44100)
    try bench.write([[0, 0, 1]], as: "late.wav")
    try bench.folder.write(Array("kept".utf8), as: "taken.wav")
    try bench.folder.write(Array("1\nx\n".utf8), as: "bad.txt")
    try bench.folder.write(Array("1\n0.5\n".utf8), as: "fine.txt")
    try bench.folder.write(Array("0\n0\n".utf8), as: "zero.txt")
    try bench.folder.write([1, 2, 3], as: "odd.dbl")
    try bench.folder.write([1, 2, 3], as: "odd.pcm")
    #expect(link(bench.folder.path("in.wav"), bench.folder.path("alias.wav")) == 0)
    let (names, before) = (bench.folder.names, try bench.folder.bytes("in.wav"))
    let result = try convert(words)
    #expect(result.status == Int32(status), "\(result.errors)")
    #expect(result.errors.contains(sentence), "\(result.errors)")
    #expect(bench.folder.names == names)
    let isUnharmed = try bench.folder.bytes("in.wav") == before
    #expect(isUnharmed)
    #expect(try bench.folder.bytes("taken.wav") == Array("kept".utf8))
  }
}

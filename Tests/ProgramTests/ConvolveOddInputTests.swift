import Glibc
import JSON
import TestSupport
import Testing

/// What people type by mistake, and files that are not what they seem.
@Suite struct ConvolveOddInputTests {
  private let bench: ConvolveBench

  init() throws {
    bench = try ConvolveBench()
    try bench.write([noise(200, seed: 1)], as: "in.wav")
    try bench.write([[1, 0.5]], as: "ir.wav")
    for name in ["folder", "folder.wav"] { mkdir(bench.folder.path(name), 0o755) }
  }

  private func run(_ words: String) throws -> ProgramResult {
    try bench.start(words.split(separator: " ").map { String($0) }).result()
  }

  /// Expects one sentence and nothing written.
  private func expectRefusal(_ words: String, _ status: Int32, _ sentence: String) throws {
    let names = bench.folder.names
    let result = try run(words)
    #expect(result.status == status, "\(words)")
    #expect(result.errors.contains(sentence), "\(words): \(result.errors)")
    #expect(bench.folder.names == names)
  }

  @Test(arguments: [
    "render empty.wav --ir ir.wav -o out.wav", "render in.wav --ir empty.wav -o out.wav",
    "convert empty.wav -o out.wav", "inspect empty.wav", "plan empty.wav",
    "spectrogram empty.wav -o out.svg",
  ])
  func `nobody is told to convert a file of no bytes`(_ words: String) throws {
    try bench.folder.write([], as: "empty.wav")
    try expectRefusal(
      words, 65, "convolve: empty.wav: has 0 bytes; get a fresh copy or export it again\n")
  }

  @Test func `a sound of no frames is written as such, and that is said`() throws {
    try bench.write([[]], as: "none.wav")
    let result = try run("render none.wav --ir ir.wav -o out.wav")
    #expect(result.status == 0)
    #expect(
      result.errors == """
        convolve: none.wav: holds no frames, so there are none to write
        convolve: out.wav: 0 frames, 1 channel, 48000 Hz, float32; tail 0 frames; partitions 1024x1; \
        0 x real time

        """)
    #expect(try bench.read("out.wav") == [[]])
    let rehearsed = try run("render in.wav --ir ir.wav -o other.wav --dry-run")
    #expect(rehearsed.errors.hasSuffix("; not rendered\n"), "\(rehearsed.errors)")
    #expect(!rehearsed.errors.contains("holds no frames"))
  }

  @Test(arguments: [
    ("folder --ir ir.wav -o out.wav", "-o is out.wav and folder is a folder of sound files"),
    ("in.wav ir.wav in.wav --ir ir.wav -o out.wav", "-o is out.wav and there are 3 sound files"),
    (
      "in.wav --ir ir.wav --manifest m -o out.wav", "-o is out.wav and --manifest is for many files"
    ),
    ("in.wav --ir-dir folder -o out.wav", "-o is out.wav and --ir-dir is for many files"),
    ("--list l --ir ir.wav -o out.wav", "-o is out.wav and --list is for many files"),
  ])
  func `a file's name for the outputs of many says why there may be many`(
    _ words: String, _ reason: String
  ) throws {
    try expectRefusal(
      "render " + words, 64, "Error: \(reason); name a folder: wet/\nUsage: convolve render [")
  }

  @Test func `an impulse response that was typed as a second sound is recognised`() throws {
    try expectRefusal(
      "render in.wav ir.wav -o out.wav", 64,
      "Error: -o is out.wav and there are 2 sound files; name a folder: wet/, or say that one of "
        + "them is the impulse response: --ir ir.wav\n")
  }

  @Test func `one sound into a folder needs a stroke, which is said`() throws {
    try expectRefusal(
      "render in.wav --ir ir.wav -o folder", 64,
      "convolve: folder: is a directory; folder/ writes into it, under the name of the sound\n")
    let result = try run("render in.wav --ir ir.wav -o folder/")
    #expect(result.status == 0)
    #expect(TemporaryFolder.names(in: bench.folder.path("folder")) == ["in.wav"])
    try expectRefusal(
      "render in.wav --ir ir.wav -o folder.wav", 73,
      "folder.wav: is a directory; give the name of a file")
  }

  @Test(arguments: [
    ("ir.wav --svg out.png", "--svg out.png: is a name for png; give --png, or end it in .svg"),
    ("ir.wav --png out.SVG", "--png out.SVG: is a name for svg; give --svg, or end it in .png"),
    ("ir.wav --channel 2", "ir.wav: has 1 channel, so none of number 2"),
    ("ir.wav --channel 0 --svg out.svg", "ir.wav: has 1 channel, so none of number 0"),
  ])
  func `a picture of another kind, or of a channel that is not there, is refused`(
    _ words: String, _ sentence: String
  ) throws {
    try expectRefusal("inspect " + words, 64, sentence)
  }

  @Test func `a spectrogram says what of the sound could not be drawn`() throws {
    let samples = [0.5, .nan, 0.25, .infinity] + noise(996, seed: 2)
    let header = waveHeader(
      format: 3, bits: 32, channels: 1, rate: 48000, sampleBytes: 4 * samples.count)
    try bench.folder.write(header + floatBytes(samples), as: "nan.wav")
    let drawn = try run("spectrogram nan.wav -o nan.svg")
    #expect(drawn.status == 0)
    #expect(
      drawn.errors == """
        convolve: nan.wav: 2 of 1000 samples not a finite number, taken as silence; export it again

        """)
    let whole = try bench.folder.bytes("in.wav")
    try bench.folder.write(Array(whole.dropLast(400)), as: "cut.wav")
    let short = try run("spectrogram cut.wav -o cut.svg --json")
    #expect(short.status == 0)
    let sentence =
      "cut.wav: the header promises 200 frames and the file holds 100: it broke off, what is there is "
      + "used"
    #expect(short.errors == "convolve: \(sentence)\n")
    #expect(try JSONValue(parsing: short.output)["notes"] == [.string(sentence)])
    #expect(try run("spectrogram in.wav -o in.svg").errors == "")
  }

  @Test func `a name that would command a terminal is shown as text`() throws {
    let result = try bench.run("inspect", "a\u{1B}[31m\u{9B}0mü.wav")
    #expect(result.status == 66)
    #expect(
      result.errors == """
        convolve: a\\u{1B}[31m\\u{009B}0mü.wav: does not exist; check the name and the folder

        """, "\(result.errors)")
  }

  @Test(arguments: ["--ir long.wav -o out.wav", "--ir ir.wav --noise long.wav --snr 5 -o folder/"])
  func `what is too long is not told of a limit that nobody can raise`(_ words: String) throws {
    // By its header alone: an hour at 16 kHz and a bit, of which nothing is on the disk.
    let frames = 33_554_433
    let header = waveHeader(
      format: 1, bits: 16, channels: 1, rate: 16000, sampleBytes: 2 * frames)
    try bench.folder.write(header, as: "long.wav", byteCount: header.count + 2 * frames)
    let result = try run("render in.wav \(words)")
    #expect(result.status == (words.hasSuffix("/") ? 1 : 65))
    let most = words.hasSuffix("/") ? "33554432 frames (2097 s" : "480000 frames (30 s"
    #expect(
      result.errors.contains(
        "long.wav: is longer than \(most) at 16000 Hz, 1 channel), the most that is taken as a whole; "
          + "trim it\n"), "\(result.errors)")
  }

  @Test func `a length that is none is not called a delay`() throws {
    try expectRefusal(
      "convert ir.wav --length 1h -o out.wav", 64,
      "a time is 0 or more, such as 20ms, 0.02s or 960samples")
  }

  @Test(arguments: [
    (
      "lowpass --cutoff 300Hz,3kHz",
      "This kernel has 1 corner and --cutoff names 2; write it as --cutoff 2kHz"
    ),
    (
      "bandpass --cutoff 2kHz",
      "This kernel has 2 corners and --cutoff names 1; write it as --cutoff 300Hz,3kHz"
    ),
    (
      "bandstop --cutoff 3kHz,300Hz",
      "the lower comes first; write it as --cutoff 300Hz,3kHz"
    ),
  ])
  func `corners that do not fit the kernel are counted`(_ words: String, _ sentence: String) throws
  {
    try expectRefusal("kernel \(words) --transition 100Hz -o out.wav", 64, sentence)
  }
}

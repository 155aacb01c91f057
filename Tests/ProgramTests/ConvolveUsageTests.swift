import Testing
import TestSupport

@Suite struct ConvolveUsageTests {
  private let bench: ConvolveBench

  init() throws {
    bench = try ConvolveBench()
    try bench.write([noise(1000, seed: 1)], as: "in.wav")
    try bench.write([[1, 0.5]], as: "ir.wav")
  }

  @Test(arguments: [
    ["rendr"], ["render"], ["render", "in.wav"], ["render", "in.wav", "--ir", "ir.wav"],
    ["render", "in.wav", "in.wav", "--ir", "ir.wav", "-o", "out.wav"],
    ["render", "in.wav", "--ir", "ir.wav", "-o", "out.wav", "--loud"], ["inspect"],
    ["synth", "dirac"],
  ])
  func `a mistaken command line ends with 64 and says how it goes`(
    _ arguments: [String]
  ) throws {
    let result = try bench.start(arguments).result()
    #expect(result.status == 64)
    #expect(result.output.isEmpty && result.errors.contains("Usage: convolve"))
    #expect(bench.folder.names == ["in.wav", "ir.wav"])
  }

  @Test(arguments: [
    ("--wet", "loud", "a level is a number of dB up to 60, such as -12, -12dB or -inf"),
    ("--wet", "61", "a level is a number of dB up to 60, such as -12, -12dB or -inf"),
    ("--dry", "nan", "a level is a number of dB up to 60, such as -12, -12dB or -inf"),
    ("--predelay", "-5ms", "a time is 0 or more, such as 20ms, 0.02s or 960samples"),
    ("--predelay", "soon", "a time is 0 or more, such as 20ms, 0.02s or 960samples"),
    ("--predelay", "601s", "allowed is up to 600s"),
    ("--block", "100", "allowed are the powers of two from 16 to 8192"),
    ("--block", "8", "allowed are the powers of two from 16 to 8192"),
    ("--block", "-64", "allowed are the powers of two from 16 to 8192"),
    ("--block", "16384", "allowed are the powers of two from 16 to 8192"),
    ("--jobs", "0", "allowed are 1 to 256"),
    ("--jobs", "257", "allowed are 1 to 256"),
    ("--precision", "triple", "'single' and 'double'"),
    ("--tail", "long", "a tail is full, cut, or trim: and a level below 0"),
    ("--layout", "wide", "'true-stereo'"),
    ("--encoding", "int8", "'int16'"),
  ])
  func `a mistaken value ends with 64 and says what is allowed`(
    _ option: String, _ value: String, _ allowed: String
  ) throws {
    let result = try bench.run(
      "render", "in.wav", "--ir", "ir.wav", "-o", "out.wav", option, value)
    #expect(result.status == 64)
    #expect(result.errors.contains(allowed), "\(result.errors)")
    #expect(result.errors.contains(value), "\(result.errors)")
    #expect(bench.folder.names == ["in.wav", "ir.wav"])
  }

  @Test(arguments: [
    (["rendr", "in.wav"], "rendr is no command; did you mean render?"),
    (["reverb", "in.wav"], "reverb is no command; known are render, inspect, spectrogram, plan,"),
    (
      ["render", "in.wav", "--impulse", "ir.wav", "-o", "out.wav"], "Unknown option '--impulse'"
    ),
    (
      ["render", "in.wav", "ir.wav", "-o", "out.wav"],
      "or say that one of them is the impulse response: --ir ir.wav"
    ),
    (["kernel", "mean:3", "--rate", "44.1", "-o", "k.wav"], "such as 48000 or 44.1kHz"),
  ])
  func `what may have been meant is said`(_ arguments: [String], _ sentence: String) throws {
    let result = try bench.start(arguments).result()
    #expect(result.status == 64)
    #expect(result.errors.contains(sentence), "\(result.errors)")
  }

  @Test func `a sample rate may be typed in kHz`() throws {
    let result = try bench.run("kernel", "mean:3", "--rate", "44.1 kHz", "-o", "k.wav")
    #expect(result.status == 0 && result.errors.contains("at 44100 Hz"), "\(result.errors)")
  }

  @Test func `a delay may be longer than a million samples`() throws {
    let result = try bench.run(
      "render", "in.wav", "--ir", "ir.wav", "-o", "out.flac", "--encoding", "int16",
      "--predelay", "1000001samples")
    #expect(result.status == 0, "\(result.errors)")
    #expect(result.errors.contains("1001002 frames"))
  }

  @Test func `help goes to standard output and shows the defaults`() throws {
    let result = try bench.run("render", "--help")
    #expect(result.status == 0 && result.errors.isEmpty)
    #expect(result.output.contains("0 if not given"))
    #expect(!result.output.contains("Level("))
  }

  @Test func `a quiet render that goes well says nothing`() throws {
    let result = try bench.run(
      "render", "in.wav", "--ir", "ir.wav", "-o", "out.wav", "--quiet")
    #expect(result.status == 0 && result.output.isEmpty && result.errors.isEmpty)
  }

  @Test func `a render says in one line what it made`() throws {
    let result = try bench.run("render", "in.wav", "--ir", "ir.wav", "-o", "out.wav")
    #expect(
      result.errors.hasPrefix(
        "convolve: out.wav: 1001 frames, 1 channel, 48000 Hz, float32; tail 1 frame; partitions "))
    #expect(result.errors.hasSuffix(" x real time\n") && result.output.isEmpty)
  }
}

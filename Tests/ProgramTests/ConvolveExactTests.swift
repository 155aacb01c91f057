import SoundFiles
import Testing
import TestSupport

@Suite struct ConvolveExactTests {
  private let bench: ConvolveBench

  init() throws {
    bench = try ConvolveBench()
    try bench.write([[1]], as: "unit.wav")
  }

  @Test func `a unit impulse gives back every bit of a float file`() throws {
    let odd: [Float] = [
      -0.0, 0, 1.0 / 3, -1, 17.25, .leastNonzeroMagnitude, -.leastNormalMagnitude,
      .greatestFiniteMagnitude, Float(bitPattern: 1234),
    ]
    let samples = odd + noise(20_000, seed: 1, level: 2)
    try bench.write([samples, samples.reversed()], as: "in.wav")
    let result = try bench.run("render", "in.wav", "--ir", "unit.wav", "-o", "out.wav")
    #expect(result.status == 0, "\(result.errors)")
    let isIdentical = try bench.sampleBytes("out.wav") == bench.sampleBytes("in.wav")
    #expect(isIdentical)
  }

  @Test(arguments: [SoundEncoding.Sample.int16, .int24])
  func `a unit impulse gives back every bit of an integer file`(
    _ sample: SoundEncoding.Sample
  ) throws {
    let bits = sample == .int16 ? 16 : 24
    let samples = wholeSteps(bits: bits, count: 20_001, seed: 2)
    try bench.write([samples, samples.reversed()], as: "in.wav", sample)
    let result = try bench.run("render", "in.wav", "--ir", "unit.wav", "-o", "out.wav")
    #expect(result.status == 0, "\(result.errors)")
    let isIdentical = try bench.sampleBytes("out.wav") == bench.sampleBytes("in.wav")
    #expect(isIdentical)
  }

  @Test(arguments: [SoundEncoding.Sample.int16, .int24])
  func `a unit impulse gives back every bit of a FLAC file`(
    _ sample: SoundEncoding.Sample
  ) throws {
    let samples = wholeSteps(bits: sample == .int16 ? 16 : 24, count: 20_001, seed: 3)
    try bench.write([samples], as: "in.flac", sample)
    let result = try bench.run("render", "in.flac", "--ir", "unit.wav", "-o", "out.flac")
    #expect(result.status == 0, "\(result.errors)")
    let isIdentical = isSame(try bench.read("out.flac"), [samples])
    #expect(isIdentical)
    let isSameFile = try bench.folder.bytes("out.flac") == bench.folder.bytes("in.flac")
    #expect(isSameFile)
  }

  @Test func `half a unit impulse halves every sample exactly`() throws {
    let samples = noise(5000, seed: 4, level: 1)
    try bench.write([samples], as: "in.wav")
    try bench.write([[0.5]], as: "half.wav")
    let result = try bench.run("render", "in.wav", "--ir", "half.wav", "-o", "out.wav")
    #expect(result.status == 0, "\(result.errors)")
    let isHalf = isSame(try bench.read("out.wav"), [samples.map { $0 / 2 }])
    #expect(isHalf)
  }

  @Test(arguments: [1, 2, 1000, 16_385])
  func `the whole tail is as long as input and response less one`(_ taps: Int) throws {
    try bench.write([noise(3001, seed: 5)], as: "in.wav")
    try bench.write([decay(taps, seed: 6)], as: "ir.wav")
    let result = try bench.run("render", "in.wav", "--ir", "ir.wav", "-o", "out.wav")
    #expect(result.status == 0, "\(result.errors)")
    #expect(try bench.read("out.wav")[0].count == 3000 + taps)
    #expect(result.errors.contains("\(3000 + taps) frames"))
  }

  @Test func `a cut tail keeps the input's length and its samples`() throws {
    let signal = noise(3001, seed: 5), taps = decay(2000, seed: 6)
    try bench.write([signal], as: "in.wav")
    try bench.write([taps], as: "ir.wav")
    let full = try bench.run("render", "in.wav", "--ir", "ir.wav", "-o", "full.wav")
    let cut = try bench.run(
      "render", "in.wav", "--ir", "ir.wav", "-o", "cut.wav", "--tail", "cut")
    #expect((full.status, cut.status) == (0, 0), "\(full.errors)\(cut.errors)")
    let isPrefix = isSame(
      try bench.read("cut.wav"), [Array(try bench.read("full.wav")[0].prefix(3001))])
    #expect(isPrefix)
  }

  @Test func `two renders have the same bytes`() throws {
    try bench.write([noise(9000, seed: 7), noise(9000, seed: 8)], as: "in.wav", .int24)
    try bench.write([decay(5000, seed: 9), decay(5000, seed: 10)], as: "ir.wav")
    for name in ["one.wav", "two.wav", "one.flac", "two.flac"] {
      let result = try bench.run("render", "in.wav", "--ir", "ir.wav", "-o", name)
      #expect(result.status == 0, "\(result.errors)")
    }
    for format in ["wav", "flac"] {
      let isSame =
        try bench.folder.bytes("one.\(format)") == bench.folder.bytes("two.\(format)")
      #expect(isSame)
    }
  }

  @Test func `blocks of 64 and of 4096 agree within -125 dB`() throws {
    try bench.write([noise(30_000, seed: 11)], as: "in.wav")
    try bench.write([decay(20_000, seed: 12)], as: "ir.wav")
    for block in ["64", "4096"] {
      let result = try bench.run(
        "render", "in.wav", "--ir", "ir.wav", "-o", "\(block).wav", "--block", block)
      #expect(result.status == 0, "\(result.errors)")
    }
    let short = try bench.read("64.wav")[0], long = try bench.read("4096.wav")[0]
    #expect(errorDecibels(short, long.map(Double.init)) < -125)
  }
}

import SoundFiles
import Testing
import TestSupport

@Suite struct ConvolvePrecisionTests {
  private let bench: ConvolveBench

  init() throws { bench = try ConvolveBench() }

  /// Noise within ±0.5 of which no sample fits into 24 bits.
  private func wideNoise(_ count: Int, seed: UInt64) -> [Double] {
    var generator = SeededGenerator(seed: seed)
    return (0..<count).map { _ in
      (Double.random(in: -0.5..<0.5, using: &generator) * 0x1p31).rounded() / 0x1p31
    }
  }

  private func write(
    _ samples: [Double], as name: String, _ sample: SoundEncoding.Sample
  ) throws {
    let writer = try SoundFileWriter(
      path: bench.folder.path(name), sampleRate: 48_000, channelCount: 1,
      encoding: SoundEncoding(container: .wav, sample: sample))
    try samples.withUnsafeBufferPointer { try writer.write($0) }
    try writer.commit()
  }

  private func read(_ name: String, count: Int) throws -> [Double] {
    let reader = try SoundFileReader(path: bench.folder.path(name))
    var samples = [Double](repeating: 0, count: count + 1)
    let frames = try samples.withUnsafeMutableBufferPointer { try reader.read(into: $0) }
    return Array(samples.prefix(frames))
  }

  @Test(arguments: [SoundEncoding.Sample.int32, .float64])
  func `double precision gives back every bit through a unit impulse and single does not`(
    _ sample: SoundEncoding.Sample
  ) throws {
    try write(wideNoise(20_001, seed: 1), as: "in.wav", sample)
    try bench.write([[1]], as: "unit.wav")
    for (precision, wanted) in [("double", true), ("single", false)] {
      let result = try bench.run(
        "render", "in.wav", "--ir", "unit.wav", "-o", "\(precision).wav", "--precision", precision)
      #expect(result.status == 0, "\(result.errors)")
      let isIdentical =
        try bench.sampleBytes("\(precision).wav") == bench.sampleBytes("in.wav")
      #expect(isIdentical == wanted)
    }
  }

  @Test func `double precision stays within -250 dB of the reference`() throws {
    let signal = wideNoise(4000, seed: 2), taps = wideNoise(1500, seed: 3)
    try write(signal, as: "in.wav", .float64)
    try write(taps, as: "ir.wav", .float64)
    let result = try bench.run(
      "render", "in.wav", "--ir", "ir.wav", "-o", "out.wav", "--precision", "double")
    #expect(result.status == 0, "\(result.errors)")
    var wanted = [Double](repeating: 0, count: 5499)
    for (frame, sample) in signal.enumerated() {
      for (tap, factor) in taps.enumerated() { wanted[frame + tap] += sample * factor }
    }
    let found = try read("out.wav", count: 5499)
    let peak = wanted.reduce(0) { max($0, $1.magnitude) }
    let worst = zip(found, wanted).reduce(0) { max($0, ($1.0 - $1.1).magnitude) }
    #expect(found.count == 5499)
    #expect(worst / peak < 3e-13)
  }

  @Test func `double precision keeps the input's encoding`() throws {
    try bench.write([noise(500, seed: 1)], as: "in.wav", .int16)
    try bench.write([[0.5]], as: "ir.wav")
    let result = try bench.run(
      "render", "in.wav", "--ir", "ir.wav", "-o", "out.wav", "--precision", "double")
    #expect(result.errors.contains("int16"), "\(result.errors)")
    #expect(try SoundFileReader(path: bench.folder.path("out.wav")).encoding.sample == .int16)
  }

  @Test(arguments: ["single", "double"])
  func `the file is the same for any number of jobs`(_ precision: String) throws {
    // Long enough for several segments behind a response of some partitions.
    try bench.write([noise(700_000, seed: 4), noise(700_000, seed: 5)], as: "in.wav", .int24)
    try bench.write([decay(4000, seed: 6), decay(4000, seed: 7)], as: "ir.wav")
    for jobs in ["1", "2", "3", "7"] {
      let result = try bench.run(
        "render", "in.wav", "--ir", "ir.wav", "-o", "\(jobs).wav", "--precision", precision,
        "--jobs", jobs, "--wet", "-30")
      #expect(result.status == 0, "\(result.errors)")
      let isIdentical = try bench.folder.bytes("\(jobs).wav") == bench.folder.bytes("1.wav")
      #expect(isIdentical, "\(jobs) jobs")
    }
  }
}

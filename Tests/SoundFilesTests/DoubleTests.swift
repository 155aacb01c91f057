import SoundFiles
import Testing
import TestSupport

@Suite struct DoubleTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  /// Samples that the encoding holds exactly, with all the bits that it has.
  private func samples(_ sample: SoundEncoding.Sample, count: Int) -> [Double] {
    var generator = SeededGenerator(seed: 3)
    switch sample {
    case .float64:
      return [-0.0, 1e-300, 1e300] + (3..<count).map { _ in .random(in: -2...2, using: &generator) }
    case .float32:
      return (0..<count).map { _ in Double(Float.random(in: -2...2, using: &generator)) }
    case .int16, .int24, .int32:
      let scale = Double(1 << ((sample.integerBits ?? 1) - 1))
      return [-1, (scale - 1) / scale]
        + (2..<count).map { _ in
          (Double.random(in: -1..<1, using: &generator) * scale).rounded(.down) / scale
        }
    }
  }

  private func write(_ samples: [Double], _ encoding: SoundEncoding) throws -> SoundFileWriter {
    let writer = try SoundFileWriter(
      path: folder.path("a"), sampleRate: 48_000, channelCount: 2, encoding: encoding,
      replacing: .existing)
    try samples.withUnsafeBufferPointer { try writer.write($0) }
    try writer.commit()
    return writer
  }

  private func read() throws -> [Double] {
    let reader = try SoundFileReader(path: folder.path("a"))
    var all: [Double] = []
    var staging = [Double](repeating: 0, count: 1000)
    while true {
      let frames = try staging.withUnsafeMutableBufferPointer { try reader.read(into: $0) }
      if frames == 0 { return all }
      all += staging.prefix(2 * frames)
    }
  }

  @Test(arguments: RoundTripTests.encodings)
  func `double samples come back with every bit that the encoding has`(
    _ encoding: SoundEncoding
  ) throws {
    let samples = samples(encoding.sample, count: 20_002)
    let writer = try write(samples, encoding)
    #expect(writer.clippedSampleCount == 0 && writer.nonFiniteSampleCount == 0)
    let isSame = try read().map(\.bitPattern) == samples.map(\.bitPattern)
    #expect(isSame)
  }

  @Test func `a double beyond the range of 32-bit floating point is counted and silent`() throws {
    let wide = [1e300, 0.5, -.infinity, .nan]
    let writer = try write(wide, SoundEncoding(container: .wav, sample: .float32))
    #expect(writer.nonFiniteSampleCount == 3)
    #expect(try read() == [0, 0.5, 0, 0])
    let exact = try write(wide, SoundEncoding(container: .wav, sample: .float64))
    #expect(exact.nonFiniteSampleCount == 2)
    #expect(try read() == [1e300, 0.5, 0, 0])
  }

  @Test(arguments: [SoundEncoding.Sample.int32, .float64])
  func `an impulse response keeps every bit of its file`(_ sample: SoundEncoding.Sample) throws {
    let taps = samples(sample, count: 2000).map { abs($0) > 1e30 ? 0.1 : $0 }
    _ = try write(taps, SoundEncoding(container: .wav, sample: sample))
    let impulse = try ImpulseResponse.load(path: folder.path("a"))
    let isSame = impulse.channels[1] == stride(from: 1, to: 2000, by: 2).map { taps[$0] }
    #expect(isSame)
  }

  @Test func `a tap beyond the range of 32-bit floating point is refused`() throws {
    _ = try write([1, 0.5, 0, 1e200], SoundEncoding(container: .wav, sample: .float64))
    let error = #expect(throws: SoundFileError.self) {
      try ImpulseResponse.load(path: folder.path("a"))
    }
    #expect(error?.kind == .malformed)
    #expect(error?.description.contains("1e+200 in channel 2 at frame 1") == true)
  }
}

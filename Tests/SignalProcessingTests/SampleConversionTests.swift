import SignalProcessing
import Testing
import TestSupport

/// Conversions between a device's bytes and samples, held against slow ones written as the text says.
@Suite struct SampleConversionTests {
  static let integerFormats: [SampleFormat] = [.int16, .int24Packed, .int24, .int32]

  @Test(
    "an integer sample of up to 24 significant bits survives decoding and encoding",
    arguments: integerFormats)
  func integerRoundTrip(format: SampleFormat) {
    let bits = format.integerBits ?? 0
    var integers = Draw.edges(bits: bits)
    var random = Draw(seed: 7)
    for _ in 0..<10_000 {
      // A Float holds 24 bits: of a 32-bit sample the low byte is zero in material that is exact.
      integers.append((random.integer(bits: min(bits, 24))) << max(0, bits - 24))
    }
    let bytes = integers.flatMap { bytesOf($0, format) }
    let (encoded, faults) = encode(decode(bytes, format, channelCount: 1), format)
    #expect(encoded == bytes)
    #expect(faults == EncodingFaults())
  }

  @Test("a floating-point sample survives encoding and decoding to the bit")
  func floatRoundTrip() {
    var random = Draw(seed: 11)
    var samples: [Float] = [
      0, -0.0, 1, -1, 1e38, -1e38, .leastNonzeroMagnitude, .leastNormalMagnitude, 3.5,
    ]
    samples += (0..<10_000).map { _ in random.sample() }
    for format in [SampleFormat.float32, .float64] {
      let (encoded, faults) = encode(samples, format)
      let decoded = decode(encoded, format, channelCount: 1)
      #expect(decoded.map(\.bitPattern) == samples.map(\.bitPattern))
      #expect(faults == EncodingFaults())
    }
  }

  @Test("encoding agrees with rounding and limiting in float64", arguments: integerFormats)
  func encodingAgrees(format: SampleFormat) {
    let bits = format.integerBits ?? 0
    var random = Draw(seed: 23)
    var samples = Draw.difficult(bits: bits)
    samples += (0..<20_000).map { _ in random.sample() * 1.25 }
    var limited = 0
    var expected: [UInt8] = []
    for sample in samples {
      let exact = Double(sample) * Double(1 << (bits - 1))
      let rounded = exact.rounded(.toNearestOrEven)
      let range = -Double(1 << (bits - 1))...Double((1 << (bits - 1)) - 1)
      limited += range.contains(rounded) ? 0 : 1
      let integer = Int(min(max(rounded, range.lowerBound), range.upperBound))
      expected += bytesOf(integer, format)
    }
    let (encoded, faults) = encode(samples, format)
    #expect(encoded == expected)
    #expect(faults == EncodingFaults(limitedSampleCount: limited))
    #expect(limited > 1_000)
  }

  @Test("decoding scales by 1/2^(n-1) and separates the channels", arguments: integerFormats)
  func decodingAgrees(format: SampleFormat) {
    let bits = format.integerBits ?? 0
    var random = Draw(seed: 31)
    let channelCount = 3
    let integers = (0..<channelCount * 500).map { _ in random.integer(bits: bits) }
    let planes = decode(
      integers.flatMap { bytesOf($0, format) }, format, channelCount: channelCount)
    for (index, integer) in integers.enumerated() {
      let frame = index / channelCount
      let channel = index % channelCount
      let expected = Float(Double(integer) / Double(1 << (bits - 1)))
      #expect(planes[channel * 500 + frame] == expected)
    }
  }

  @Test("the unused byte of a 24-bit sample is ignored", arguments: [0x00, 0xff, 0x5a] as [UInt8])
  func unusedByte(top: UInt8) {
    #expect(decode([0x00, 0x00, 0x80, top], .int24, channelCount: 1) == [-1])
    #expect(decode([0x00, 0x00, 0x40, top], .int24, channelCount: 1) == [0.5])
  }

  @Test("what is not a number becomes silence and is counted", arguments: SampleFormat.allCases)
  func notANumber(format: SampleFormat) {
    let samples: [Float] = [.nan, -.nan, .signalingNaN, 0.5]
    let (encoded, faults) = encode(samples, format)
    #expect(decode(encoded, format, channelCount: 1) == [0, 0, 0, 0.5])
    #expect(faults == EncodingFaults(limitedSampleCount: 0, undefinedSampleCount: 3))
  }

  @Test("infinity becomes full scale and is counted", arguments: SampleFormat.allCases)
  func infinity(format: SampleFormat) {
    let (encoded, faults) = encode([.infinity, -.infinity], format)
    let decoded = decode(encoded, format, channelCount: 1)
    let top = format.integerBits.map { 1 - Double(1) / Double(1 << ($0 - 1)) } ?? 1
    #expect(decoded == [Float(top), -1])
    #expect(faults == EncodingFaults(limitedSampleCount: 2))
  }

  @Test("full scale is the most negative integer and one step beyond the most positive")
  func fullScale() {
    let (encoded, faults) = encode([-1, 1, 0x1p-15, 32767.5 / 32768, -32768.5 / 32768], .int16)
    #expect(encoded == [0x00, 0x80, 0xff, 0x7f, 0x01, 0x00, 0xff, 0x7f, 0x00, 0x80])
    // +1 and the tie that rounds up to it; the tie below -1 rounds back into the range.
    #expect(faults.limitedSampleCount == 2)
  }
}

// MARK: - The slow way

private func bytesOf(_ integer: Int, _ format: SampleFormat) -> [UInt8] {
  (0..<format.byteCount).map { UInt8(truncatingIfNeeded: integer >> (8 * $0)) }
}

private func decode(_ bytes: [UInt8], _ format: SampleFormat, channelCount: Int) -> [Float] {
  let sampleCount = bytes.count / format.byteCount
  return [Float](unsafeUninitializedCapacity: sampleCount) { samples, count in
    bytes.withUnsafeBytes { source in
      guard let source = source.baseAddress, let samples = samples.baseAddress else { return }
      SampleDecoder.decode(
        source, as: format, channelCount: channelCount, frames: sampleCount / channelCount,
        into: samples)
    }
    count = sampleCount
  }
}

private func encode(
  _ samples: [Float], _ format: SampleFormat
) -> (bytes: [UInt8], faults: EncodingFaults) {
  var faults = EncodingFaults()
  let bytes = [UInt8](unsafeUninitializedCapacity: samples.count * format.byteCount) {
    bytes, count in
    samples.withUnsafeBufferPointer { source in
      guard let source = source.baseAddress, let bytes = bytes.baseAddress else { return }
      faults = SampleEncoder.encode(
        source, sampleCount: samples.count, as: format, into: UnsafeMutableRawPointer(bytes))
    }
    count = samples.count * format.byteCount
  }
  return (bytes, faults)
}

/// Seeded material.
private struct Draw {
  private var generator: SeededGenerator

  init(seed: UInt64) { generator = SeededGenerator(seed: seed) }

  /// Within -2^(bits-1) ..< 2^(bits-1).
  mutating func integer(bits: Int) -> Int {
    Int(Int64(bitPattern: generator.next()) >> (64 - bits))
  }

  /// Within -1 ..< 1.
  mutating func sample() -> Float { Float(integer(bits: 40)) * 0x1p-39 }

  /// The ends of the range, the middle, and their neighbours that a `Float` holds.
  static func edges(bits: Int) -> [Int] {
    let step = 1 << max(0, bits - 24)
    let top = 1 << (bits - 1)
    return [-top, -top + step, -step, 0, step, top - step]
  }

  /// Ties, denormals, the neighbours of full scale and numbers that no integer holds.
  static func difficult(bits: Int) -> [Float] {
    let step = Float(1) / Float(1 << (bits - 1))
    let positive: [Float] = [
      0, 1, step, 0.5 * step, 1.5 * step, 2.5 * step, Float(1).nextUp, Float(1).nextDown, 1e38,
      .greatestFiniteMagnitude, .leastNonzeroMagnitude, .leastNormalMagnitude, 1 - step,
      1 - step / 2, 1 + step / 2,
    ]
    return positive + positive.map { -$0 }
  }
}

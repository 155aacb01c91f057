import Glibc
import SignalProcessing
import Testing
import TestSupport

/// No sample, however broken, ends the process or leaves a format's range.
///
/// In Swift `Int32(Float.nan)` does end it. A million conversions always; 100 million with
/// `CONVOLVED_LONG_TESTS=1`.
@Suite struct ConversionFuzzTests {
  private static let sampleCount =
    getenv("CONVOLVED_LONG_TESTS").map { String(cString: $0) == "1" } == true
    ? 100_000_000 : 1_000_000
  private static let blockCount = 4_096

  @Test("any pattern of bits can be encoded and decoded again", arguments: SampleFormat.allCases)
  func patterns(format: SampleFormat) {
    let count = Self.blockCount
    let samples = UnsafeMutablePointer<Float>.allocate(capacity: count)
    let decoded = UnsafeMutablePointer<Float>.allocate(capacity: count)
    let bytes = UnsafeMutableRawPointer.allocate(byteCount: 8 * count, alignment: 64)
    defer {
      samples.deallocate()
      decoded.deallocate()
      bytes.deallocate()
    }
    var random = SeededGenerator(seed: 21)
    var dither = Dither(seed: 22)
    var (done, undefined, limited, wrong) = (0, 0, 0, 0)
    // Half of them dithered, a share of the whole for each format.
    while done < Self.sampleCount / SampleFormat.allCases.count {
      fill(samples, count, &random)
      let faults =
        done / count % 2 == 0
        ? SampleEncoder.encode(samples, sampleCount: count, as: format, into: bytes)
        : SampleEncoder.encode(
          samples, sampleCount: count, as: format, dither: &dither, into: bytes)
      SampleDecoder.decode(bytes, as: format, channelCount: 1, frames: count, into: decoded)
      let highest = format.integerBits == nil ? Float.greatestFiniteMagnitude : 1
      // True for what is no number, too.
      for index in 0..<count where !(decoded[index].magnitude <= highest) { wrong += 1 }
      undefined += faults.undefinedSampleCount
      limited += faults.limitedSampleCount
      done += count
    }
    #expect(wrong == 0)
    #expect(undefined > done / 1_000)
    #expect(limited > done / 1_000)
  }

  /// Any pattern of bits, and in every eighth place one of the worst.
  private func fill(
    _ samples: UnsafeMutablePointer<Float>, _ count: Int, _ random: inout SeededGenerator
  ) {
    for pair in 0..<count / 2 {
      let bits = random.next()
      samples[2 * pair] = Float(bitPattern: UInt32(truncatingIfNeeded: bits))
      samples[2 * pair + 1] = Float(bitPattern: UInt32(truncatingIfNeeded: bits >> 32))
    }
    for place in stride(from: 0, to: count, by: 8) {
      samples[place] = worst(UInt32(truncatingIfNeeded: random.next()))
    }
  }

  private func worst(_ draw: UInt32) -> Float {
    switch draw % 8 {
    case 0: .nan
    case 1: .infinity
    case 2: -.infinity
    case 3: 1e38
    case 4: -1e38
    case 5: .leastNonzeroMagnitude
    case 6: Float(bitPattern: 0x3f80_0000 &- draw % 64)  // next to full scale
    default: -Float(bitPattern: 0x3f80_0000 &+ draw % 64)
    }
  }
}

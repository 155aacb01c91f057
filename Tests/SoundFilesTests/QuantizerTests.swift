import Testing
import TestSupport

@testable import SoundFiles

@Suite struct QuantizerTests {
  @Test("every 16-bit step is its own image")
  func everyStep() {
    var quantizer = SampleQuantizer(bits: 16)
    var images: [Int32] = []
    let steps = Int32(-32_768)...32_767
    for step in steps { images.append(quantizer.quantize(Double(step) / 32_768)) }
    #expect(images == steps.map { $0 << 16 })
    #expect(quantizer.clippedCount == 0)
  }

  @Test("halves go to the even neighbour")
  func ties() {
    var quantizer = SampleQuantizer(bits: 16)
    for (halves, step) in [(1, 0), (3, 2), (5, 2), (-1, 0), (-3, -2), (-5, -2)] {
      #expect(quantizer.quantize(Double(halves) / 65_536) == Int32(step) << 16)
    }
  }

  @Test("full scale, beyond it and not finite", arguments: [16, 24, 32])
  func edges(bits: Int) {
    var quantizer = SampleQuantizer(bits: bits)
    let highest = (Int32.max >> (32 - Int32(bits))) << (32 - Int32(bits))
    #expect(quantizer.quantize(-1) == Int32.min)
    #expect(quantizer.clippedCount == 0)
    for beyond: Double in [1, 1.0001, 2, 1e9, 1e38, .greatestFiniteMagnitude] {
      #expect(quantizer.quantize(beyond) == highest)
    }
    for beyond: Double in [-1.001, -2, -3e9, -.greatestFiniteMagnitude] {
      #expect(quantizer.quantize(beyond) == Int32.min)
    }
    #expect(quantizer.clippedCount == 10)
    for broken: Double in [.nan, .signalingNaN, .infinity, -.infinity] {
      #expect(quantizer.quantize(broken) == 0)
    }
    #expect(quantizer.nonFiniteCount == 4)
    for small: Double in [.leastNonzeroMagnitude, -.leastNormalMagnitude, -0.0] {
      #expect(quantizer.quantize(small) == 0)
    }
  }

  @Test("any bit pattern whatever is converted without a trap", arguments: [16, 24, 32])
  func anyPattern(bits: Int) {
    var quantizer = SampleQuantizer(bits: bits)
    var generator = SeededGenerator(seed: 9)
    var largestError = 0.0
    for _ in 0..<200_000 {
      let sample = Float(bitPattern: UInt32.random(in: .min ... .max, using: &generator))
      let image = quantizer.quantize(Double(sample))
      guard sample.isFinite, abs(sample) < 0.99 else { continue }
      largestError = max(largestError, abs(Double(image) / 2_147_483_648 - Double(sample)))
    }
    // Half a step.
    #expect(largestError <= 1 / Double(1 << bits))
  }
}

@Suite struct WaveHeaderTests {
  private func header(_ form: WaveHeader.Form = .whenNeeded) -> WaveHeader {
    WaveHeader(sample: .int16, channelCount: 2, sampleRate: 48_000, form: form)
  }

  @Test("a small file is a plain WAV whose sizes add up")
  func plain() {
    let bytes = header().bytes(sampleBytes: 400)
    #expect(Array(bytes[0..<4]) == Array("RIFF".utf8))
    #expect(Array(bytes[4..<8]) == little(bytes.count + 400 - 8, 4))
    #expect(Array(bytes[12..<20]) == Array("JUNK".utf8) + little(28, 4))
    #expect(
      Array(bytes[48..<60]) == Array("fmt ".utf8) + little(16, 4) + little(1, 2) + little(2, 2))
    #expect(Array(bytes.suffix(8)) == Array("data".utf8) + little(400, 4))
  }

  @Test("a file whose size no longer fits 32 bits is RF64, with a header of the same length")
  func long() {
    let plain = header().bytes(sampleBytes: 0)
    let largest = Int(UInt32.max) - (plain.count - 8) - 3
    #expect(Array(header().bytes(sampleBytes: largest - 1)[0..<4]) == Array("RIFF".utf8))
    for count in [largest + 3, 5 << 30] {
      let long = header().bytes(sampleBytes: count)
      #expect(long.count == plain.count)
      #expect(Array(long[0..<8]) == Array("RF64".utf8) + little(0xFFFF_FFFF, 4))
      #expect(Array(long[12..<20]) == Array("ds64".utf8) + little(28, 4))
      #expect(Array(long[20..<28]) == little(long.count - 8 + count + count % 2, 8))
      #expect(Array(long[28..<36]) == little(count, 8))
      #expect(Array(long[36..<44]) == little(count / 4, 8))
      #expect(Array(long.suffix(8)) == Array("data".utf8) + little(0xFFFF_FFFF, 4))
    }
    #expect(Array(header(.always).bytes(sampleBytes: 4)[0..<4]) == Array("RF64".utf8))
  }
}

import Glibc
import SignalProcessing
import Testing
import TestSupport

/// What dither is for: an error that does not follow the signal.
@Suite struct DitherTests {
  private static let step = 0x1p-15

  /// The samples after 16 bits, and back.
  private func dithered(_ samples: [Float], seed: UInt64 = 1) -> [Float] {
    var dither = Dither(seed: seed)
    return decode(encode(samples, .int16, &dither).bytes, .int16)
  }

  /// Mean and variance of the error in steps, over a constant sample.
  private func moments(of sample: Float, count: Int) -> (mean: Double, variance: Double) {
    var (sum, squares) = (0.0, 0.0)
    for value in dithered([Float](repeating: sample, count: count), seed: 5) {
      let error = (Double(value) - Double(sample)) / Self.step
      sum += error
      squares += error * error
    }
    let mean = sum / Double(count)
    return (mean, squares / Double(count) - mean * mean)
  }

  @Test(
    "the error of any constant has the mean 0 and the variance of a quarter step squared",
    arguments: [0, 0.1, 0.25, 0.5, 0.75, 0.9, -0.5, 1000.5, -20_000.125])
  func constants(steps: Double) {
    let (mean, variance) = moments(of: Float(steps * Self.step), count: 200_000)
    // Six standard deviations of either estimate.
    #expect(abs(mean) < 0.007)
    #expect(abs(variance - 0.25) < 0.005)
  }

  @Test("without dither the same constants err by as much as half a step, always the same way")
  func without() {
    let samples = [Float](repeating: Float(0.4 * Self.step), count: 100)
    #expect(decode(encode(samples, .int16).bytes, .int16).allSatisfy { $0 == 0 })
  }

  @Test("silence is dithered: a quarter of its samples are one step off, none more")
  func silence() {
    let values = dithered([Float](repeating: 0, count: 100_000))
    let off = values.count { $0 != 0 }
    #expect(values.allSatisfy { abs(Double($0)) <= Self.step })
    // A triangle two steps wide lies beyond half a step with probability 1/4.
    #expect((24_000...26_000).contains(off))
  }

  @Test("the error of a sine is white: no bin of its spectrum stands out, none follows the sine")
  func spectrum() {
    let count = 1 << 16
    let signal = (0..<count).map { sine($0, cycles: 1_361, count) * 3.3 * Float(Self.step) }
    let values = dithered(signal)
    var real = (0..<count).map { (Double(values[$0]) - Double(signal[$0])) / Self.step }
    var imaginary = [Double](repeating: 0, count: count)
    transform(&real, &imaginary)
    let powers = (1..<count / 2).map {
      (real[$0] * real[$0] + imaginary[$0] * imaginary[$0]) / Double(count)
    }
    let mean = powers.reduce(0, +) / Double(powers.count)
    #expect(abs(mean - 0.25) < 0.01)
    // Of 32,767 exponentially distributed powers the largest is near ln(32767) = 10.4 means.
    #expect((powers.max() ?? 0) < 20 * mean)
    for harmonic in 1...9 { #expect(powers[harmonic * 1_361 - 1] < 12 * mean) }
    for eighth in 0..<8 {
      let part = powers[(eighth * 4_095)..<((eighth + 1) * 4_095)]
      #expect(abs(part.reduce(0, +) / 4_095 - mean) < 0.1 * mean)
    }
  }

  @Test("a sine of a third of a step survives in the noise, and is lost without")
  func belowOneStep() {
    let count = 1 << 16
    let signal = (0..<count).map { sine($0, cycles: 1_361, count) * 0.33 * Float(Self.step) }
    var real = dithered(signal).map { Double($0) / Self.step }
    var imaginary = [Double](repeating: 0, count: count)
    transform(&real, &imaginary)
    let amplitude = 2 * imaginary[1_361].magnitude / Double(count)
    #expect(abs(amplitude - 0.33) < 0.03)
    #expect(decode(encode(signal, .int16).bytes, .int16).allSatisfy { $0 == 0 })
  }

  @Test("the same seed gives the same noise, another seed another")
  func seeds() {
    let silence = [Float](repeating: 0, count: 1_000)
    #expect(dithered(silence, seed: 3) == dithered(silence, seed: 3))
    #expect(dithered(silence, seed: 3) != dithered(silence, seed: 4))
  }

  @Test(
    "finer formats are encoded to the bit as without",
    arguments: [SampleFormat.int24Packed, .int24, .int32, .float32, .float64])
  func fineFormats(format: SampleFormat) {
    var random = SeededGenerator(seed: 9)
    let samples = (0..<1_003).map { _ in Float.random(in: -1.1...1.1, using: &random) }
    var dither = Dither(seed: 1)
    let with = encode(samples, format, &dither)
    let without = encode(samples, format)
    #expect(with.bytes == without.bytes)
    #expect(with.faults == without.faults)
  }

  @Test("every number of samples is encoded, and not one more", arguments: 0...17)
  func lengths(count: Int) {
    var dither = Dither(seed: 2)
    var bytes = [UInt8](repeating: 0x55, count: 2 * count + 8)
    let samples = [Float](repeating: 0.5, count: count + 1)
    let faults = SampleEncoder.encode(
      samples, sampleCount: count, as: .int16, dither: &dither, into: &bytes)
    #expect(faults == EncodingFaults())
    for value in decode([UInt8](bytes[..<(2 * count)]), .int16) { #expect(abs(value - 0.5) < 4e-5) }
    #expect(bytes[(2 * count)...].allSatisfy { $0 == 0x55 })
  }

  @Test("what does not fit is limited and counted, what is no number is dithered silence")
  func faults() {
    var dither = Dither(seed: 2)
    let samples: [Float] = [.nan, 2, -2, .infinity, -.infinity, 1e38, 0.5, -.nan, 1.001]
    let (bytes, faults) = encode(samples, .int16, &dither)
    let values = decode(bytes, .int16)
    let top = 1 - Float(Self.step)
    #expect([1, 2, 3, 4, 5, 8].map { values[$0] } == [top, -1, top, -1, top, top])
    #expect(abs(values[0]) <= Float(Self.step) && abs(values[7]) <= Float(Self.step))
    #expect(faults == EncodingFaults(limitedSampleCount: 6, undefinedSampleCount: 2))
  }
}

/// A sine of so many cycles in `count` frames.
private func sine(_ frame: Int, cycles: Int, _ count: Int) -> Float {
  Float(sin(2 * Double.pi * Double(cycles * frame % count) / Double(count)))
}

private func transform(_ real: inout [Double], _ imaginary: inout [Double]) {
  let transform = FourierTransform(count: real.count)
  var re = real.mutableSpan
  var im = imaginary.mutableSpan
  transform.forward(&re, &im)
}

private func decode(_ bytes: [UInt8], _ format: SampleFormat) -> [Float] {
  let count = bytes.count / format.byteCount
  var samples = [Float](repeating: 0, count: max(count, 1))
  SampleDecoder.decode(bytes, as: format, channelCount: 1, frames: count, into: &samples)
  return [Float](samples[..<count])
}

private func encode(
  _ samples: [Float], _ format: SampleFormat
) -> (bytes: [UInt8], faults: EncodingFaults) {
  var bytes = [UInt8](repeating: 0, count: samples.count * format.byteCount)
  let faults = SampleEncoder.encode(
    samples, sampleCount: samples.count, as: format, into: &bytes)
  return (bytes, faults)
}

private func encode(
  _ samples: [Float], _ format: SampleFormat, _ dither: inout Dither
) -> (bytes: [UInt8], faults: EncodingFaults) {
  var bytes = [UInt8](repeating: 0, count: samples.count * format.byteCount)
  let faults = SampleEncoder.encode(
    samples, sampleCount: samples.count, as: format, dither: &dither, into: &bytes)
  return (bytes, faults)
}

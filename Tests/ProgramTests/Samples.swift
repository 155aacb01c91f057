import Glibc
import TestSupport

/// Seeded noise that dies away: an impulse response without structure.
func decay(_ count: Int, seed: UInt64) -> [Float] {
  noise(count, seed: seed).enumerated().map { frame, sample in
    sample * exp(-6 * Float(frame) / Float(count))
  }
}

/// Samples that an encoding of so many bits holds exactly, both extremes among them.
func wholeSteps(bits: Int, count: Int, seed: UInt64) -> [Float] {
  let scale = Float(1 << (bits - 1))
  let steps = noise(count, seed: seed, level: 1).map { ($0 * (scale - 1)).rounded() / scale }
  return [-1, (scale - 1) / scale, 0, 1 / scale, -1 / scale] + steps.dropFirst(5)
}

/// The meaning of convolution, in float64.
func reference(_ signal: [Float], _ taps: [Double]) -> [Double] {
  var result = [Double](repeating: 0, count: signal.count + taps.count - 1)
  for (frame, sample) in signal.enumerated() where sample != 0 {
    for (tap, factor) in taps.enumerated() { result[frame + tap] += Double(sample) * factor }
  }
  return result
}

/// The largest difference in dB of the reference's peak; infinite when the lengths differ.
func errorDecibels(_ found: [Float], _ wanted: [Double]) -> Double {
  guard found.count == wanted.count else { return .infinity }
  let peak = wanted.reduce(0) { max($0, $1.magnitude) }
  let worst = zip(found, wanted).reduce(0) { max($0, (Double($1.0) - $1.1).magnitude) }
  return 20 * log10(worst / peak)
}

/// The header of a WAV file: 44 bytes.
///
/// - Parameter format: 1 for integers, 3 for floating point.
func waveHeader(format: Int, bits: Int, channels: Int, rate: Int, sampleBytes: Int) -> [UInt8] {
  let frameBytes = channels * bits / 8
  return Array("RIFF".utf8) + little(36 + sampleBytes, 4) + Array("WAVEfmt ".utf8) + little(16, 4)
    + little(format, 2) + little(channels, 2) + little(rate, 4) + little(rate * frameBytes, 4)
    + little(frameBytes, 2) + little(bits, 2) + Array("data".utf8) + little(sampleBytes, 4)
}

/// Float samples as a WAV file holds them.
func floatBytes(_ samples: [Float]) -> [UInt8] { samples.flatMap { little(Int($0.bitPattern), 4) } }

private func little(_ number: Int, _ count: Int) -> [UInt8] {
  (0..<count).map { UInt8(truncatingIfNeeded: number >> (8 * $0)) }
}

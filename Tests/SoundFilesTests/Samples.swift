import SoundFiles
import TestSupport

/// Samples that an encoding holds exactly: whole steps for integers, among them both extremes, and
/// at most 24 leading bits, which is what a `Float` holds of a 32-bit one.
func exactSamples(_ sample: SoundEncoding.Sample, count: Int, seed: UInt64 = 1) -> [Float] {
  var generator = SeededGenerator(seed: seed)
  guard let bits = sample.integerBits else {
    return (0..<count).map { _ in Float.random(in: -2...2, using: &generator) }
  }
  let held = min(bits, 24)
  let scale = Float(1 << (held - 1))
  let steps = (0..<count).map { _ in
    Float(Int.random(in: -(1 << (held - 1))..<(1 << (held - 1)), using: &generator))
  }
  return [-1, (scale - 1) / scale, 0, 1 / scale, -1 / scale].prefix(count)
    + steps.dropFirst(5).map { $0 / scale }
}

/// Writes one file in steps of `step` frames.
@discardableResult
func write(
  _ samples: [Float], to path: String, _ encoding: SoundEncoding, channels: Int = 2,
  rate: Int = 48_000, step: Int = 1000, replacing: SoundFileWriter.Replacing = .never
) throws -> SoundFileWriter {
  let writer = try SoundFileWriter(
    path: path, sampleRate: rate, channelCount: channels, encoding: encoding,
    replacing: replacing)
  var start = 0
  while start < samples.count {
    let end = min(samples.count, start + step * channels)
    try writer.write(samples[start..<end].span)
    start = end
  }
  try writer.commit()
  return writer
}

/// Reads one file to its end in steps of `step` frames.
func readAll(_ reader: SoundFileReader, step: Int = 777) throws -> [Float] {
  var all: [Float] = []
  var staging = [Float](repeating: 0, count: step * reader.channelCount)
  while true {
    let frames = try staging.withUnsafeMutableBufferPointer { try reader.read(into: $0) }
    if frames == 0 { return all }
    all += staging.prefix(frames * reader.channelCount)
  }
}

/// The bit patterns, which tell -0 from 0 and compare NaN.
func bits(_ samples: [Float]) -> [UInt32] { samples.map(\.bitPattern) }

/// The kind of error that `body` throws, or `nil` when it succeeds.
func kind(_ body: () throws -> Void) -> SoundFileError.Kind? {
  do {
    try body()
    return nil
  } catch let error as SoundFileError {
    return error.kind
  } catch {
    return nil
  }
}

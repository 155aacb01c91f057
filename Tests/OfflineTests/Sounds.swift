import Convolution
import SoundFiles
import TestSupport

/// Seeded white noise within ±0.5.
func noise(_ count: Int, seed: UInt64) -> [Sample] {
  var generator = SeededGenerator(seed: seed)
  return (0..<count).map { _ in Sample.random(in: -0.5...0.5, using: &generator) }
}

extension TemporaryFolder {
  /// Writes channels of equal length in the full precision; gives the path.
  @discardableResult
  func write(_ channels: [[Sample]], as name: String, rate: Int = 48000) throws -> String {
    let writer = try writer(name, channelCount: channels.count, rate: rate)
    try interleaved(channels).withUnsafeBufferPointer { try writer.write($0) }
    try writer.commit()
    return path(name)
  }

  /// A file in the making, of floating point in the full precision.
  func writer(_ name: String, channelCount: Int, rate: Int = 48000) throws -> SoundFileWriter {
    try SoundFileWriter(
      path: path(name), sampleRate: rate, channelCount: channelCount,
      encoding: SoundEncoding(
        container: .wav, sample: Sample.self == Double.self ? .float64 : .float32),
      replacing: .existing)
  }

  /// The channels of a sound file.
  func read(_ name: String) throws -> [[Sample]] {
    try WholeSound(path: path(name)).channels.map { $0.map { Sample($0) } }
  }
}

import SoundFiles
import TestSupport

extension TemporaryFolder {
  /// Writes channels of equal length as 32-bit float; gives the path.
  @discardableResult
  func write(_ channels: [[Float]], as name: String, rate: Int = 48000) throws -> String {
    let writer = try writer(name, channelCount: channels.count, rate: rate)
    try writer.write(interleaved(channels).span)
    try writer.commit()
    return path(name)
  }

  /// A 32-bit float file in the making.
  func writer(_ name: String, channelCount: Int, rate: Int = 48000) throws -> SoundFileWriter {
    try SoundFileWriter(
      path: path(name), sampleRate: rate, channelCount: channelCount,
      encoding: SoundEncoding(container: .wav, sample: .float32), replacing: .existing)
  }

  /// The channels of a sound file.
  func read(_ name: String) throws -> [[Float]] {
    try WholeSound(path: path(name)).channels.map { $0.map { Float($0) } }
  }
}

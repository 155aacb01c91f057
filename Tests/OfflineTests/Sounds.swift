import Convolution
import SoundFiles

/// A seeded source of numbers (splitmix64).
struct SeededGenerator: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}

/// Seeded white noise within ±0.5.
func noise(_ count: Int, seed: UInt64) -> [Sample] {
  var generator = SeededGenerator(state: seed)
  return (0..<count).map { _ in Sample.random(in: -0.5...0.5, using: &generator) }
}

/// Whether all channels have the same bits.
func isSame(_ a: [[Sample]], _ b: [[Sample]]) -> Bool {
  a.map { $0.map(\.bitPattern) } == b.map { $0.map(\.bitPattern) }
}

extension TemporaryFolder {
  /// Writes channels of equal length in the full precision; gives the path.
  @discardableResult
  func write(_ channels: [[Sample]], as name: String, rate: Int = 48000) throws -> String {
    let writer = try writer(name, channelCount: channels.count, rate: rate)
    let frames = channels[0].indices.flatMap { frame in channels.map { $0[frame] } }
    try frames.withUnsafeBufferPointer { try writer.write($0) }
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
    let reader = try SoundFileReader(path: path(name))
    var channels = [[Sample]](repeating: [], count: reader.channelCount)
    var staging = [Sample](repeating: 0, count: 4096 * reader.channelCount)
    while true {
      let frames = try staging.withUnsafeMutableBufferPointer { try reader.read(into: $0) }
      if frames == 0 { return channels }
      for frame in 0..<frames {
        for channel in channels.indices {
          channels[channel].append(staging[frame * channels.count + channel])
        }
      }
    }
  }
}

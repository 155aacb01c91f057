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
func noise(_ count: Int, seed: UInt64) -> [Float] {
  var generator = SeededGenerator(state: seed)
  return (0..<count).map { _ in Float.random(in: -0.5...0.5, using: &generator) }
}

/// Whether all channels have the same bits.
func isSame(_ a: [[Float]], _ b: [[Float]]) -> Bool {
  a.map { $0.map(\.bitPattern) } == b.map { $0.map(\.bitPattern) }
}

extension TemporaryFolder {
  /// Writes channels of equal length as 32-bit float; gives the path.
  @discardableResult
  func write(_ channels: [[Float]], as name: String, rate: Int = 48000) throws -> String {
    let writer = try writer(name, channelCount: channels.count, rate: rate)
    let frames = channels[0].indices.flatMap { frame in channels.map { $0[frame] } }
    try writer.write(frames.span)
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
    let reader = try SoundFileReader(path: path(name))
    var channels = [[Float]](repeating: [], count: reader.channelCount)
    var staging = [Float](repeating: 0, count: 4096 * reader.channelCount)
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

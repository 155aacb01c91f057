/// Seeded white noise within ±`level`.
package func noise(_ count: Int, seed: UInt64, level: Float = 0.5) -> [Float] {
  var generator = SeededGenerator(seed: seed)
  return (0..<count).map { _ in Float.random(in: -level...level, using: &generator) }
}

/// Whether all samples have the same bits, which tells -0 from 0 and compares what is no number.
package func isSame(_ a: [Float], _ b: [Float]) -> Bool {
  a.map(\.bitPattern) == b.map(\.bitPattern)
}

/// Whether all channels have the same bits.
package func isSame(_ a: [[Float]], _ b: [[Float]]) -> Bool {
  a.map { $0.map(\.bitPattern) } == b.map { $0.map(\.bitPattern) }
}

/// Whether all channels have the same bits.
package func isSame(_ a: [[Double]], _ b: [[Double]]) -> Bool {
  a.map { $0.map(\.bitPattern) } == b.map { $0.map(\.bitPattern) }
}

/// Channels of equal length as the frames of a file: `[channel][frame]` as `[frame][channel]`.
package func interleaved<Sample>(_ channels: [[Sample]]) -> [Sample] {
  var frames: [Sample] = []
  frames.reserveCapacity(channels.count * channels[0].count)
  for frame in channels[0].indices {
    for channel in channels { frames.append(channel[frame]) }
  }
  return frames
}

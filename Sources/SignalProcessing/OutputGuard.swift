/// Holds blocks below a ceiling and tells what no loudspeaker should be given.
///
/// A limiter that listens ahead belongs into the chain; this is what stands behind everything.
public struct OutputGuard: Equatable, Sendable {
  /// What a block was like.
  public enum Verdict: Equatable, Sendable {
    /// As it came, to the bit.
    case clean
    /// So many samples stood above the ceiling and were set to it.
    case limited(samples: Int)
    /// More than 20 dB above the ceiling: something feeds on itself, or a filter is not what it
    /// should be. Every sample was set to the ceiling at most.
    case runaway
    /// Not a number, infinite, or more than 120 dB above full scale. The block is zero.
    case poisoned
  }

  /// The highest absolute value that is let through; full scale = 1. Infinite for none.
  public let ceiling: Float

  private static var poison: Float { @_noLocks get { 1e6 } }

  /// - Precondition: the ceiling is above 0.
  public init(ceiling: Float) {
    precondition(ceiling > 0, "A ceiling of \(ceiling) would leave nothing.")
    self.ceiling = ceiling
  }

  /// Judges one block, and mends it.
  ///
  /// - Parameter samples: planar, channel c starts at `samples + c * channelStride`.
  /// - Thread: audio. Complexity: one pass, and a second one over channels above the ceiling.
  @_noLocks
  public func apply(
    to samples: UnsafeMutablePointer<Float>, frames: Int, channelCount: Int, channelStride: Int
  ) -> Verdict {
    let peak = peak(samples, frames, channelCount, channelStride)
    // Asked in this way because a NaN is not below anything.
    guard peak < Self.poison else {
      if ceiling == .infinity && peak < .infinity { return .clean }
      return silence(samples, frames, channelCount, channelStride)
    }
    if peak <= ceiling { return .clean }
    var limited = 0
    for channel in 0..<channelCount {
      limited += limit(samples + channel * channelStride, frames)
    }
    return peak > 10 * ceiling ? .runaway : .limited(samples: limited)
  }

  /// The highest absolute value; NaN when any sample is.
  @_noLocks
  private func peak(
    _ samples: UnsafePointer<Float>, _ frames: Int, _ channelCount: Int, _ channelStride: Int
  ) -> Float {
    var highest: Float = 0
    for channel in 0..<channelCount {
      let level = BlockLevel(samples + channel * channelStride, frames: frames).peak
      if !(level <= highest) { highest = level }
      if highest.isNaN { return highest }
    }
    return highest
  }

  @_noLocks
  private func silence(
    _ samples: UnsafeMutablePointer<Float>, _ frames: Int, _ channelCount: Int,
    _ channelStride: Int
  ) -> Verdict {
    for channel in 0..<channelCount {
      for frame in 0..<frames { samples[channel * channelStride + frame] = 0 }
    }
    return .poisoned
  }

  @_noLocks
  private func limit(_ samples: UnsafeMutablePointer<Float>, _ frames: Int) -> Int {
    var count = 0
    for frame in 0..<frames {
      let sample = samples[frame]
      if sample > ceiling {
        samples[frame] = ceiling
        count += 1
      } else if sample < -ceiling {
        samples[frame] = -ceiling
        count += 1
      }
    }
    return count
  }
}

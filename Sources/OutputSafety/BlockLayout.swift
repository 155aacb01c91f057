/// How the samples of a block lie in memory.
public enum BlockLayout: Equatable, Sendable {
  /// `[frames][channels]`.
  case interleaved
  /// One run of frames per channel, whose first samples lie so many samples apart.
  case planar(channelStride: Int)
}

/// A block's samples, with the way to find each.
struct BlockView {
  let samples: UnsafeMutablePointer<Float>
  let frames: Int
  let channelCount: Int
  /// Samples from one frame to the next of a channel, and from one channel to the next.
  let frameStride: Int
  let channelStride: Int

  /// - Precondition: planar channels do not overlap.
  @_noLocks
  init(
    _ samples: UnsafeMutablePointer<Float>, frames: Int, channelCount: Int, layout: BlockLayout
  ) {
    precondition(frames >= 0, "A block cannot have a negative number of frames.")
    self.samples = samples
    self.frames = frames
    self.channelCount = channelCount
    switch layout {
    case .interleaved:
      frameStride = channelCount
      channelStride = 1
    case .planar(let stride):
      precondition(channelCount <= 1 || stride >= frames, "The channels of a block overlap.")
      frameStride = 1
      channelStride = stride
    }
  }

  /// The bit pattern of the largest magnitude; infinity and what is no number lie above all numbers.
  @_noLocks
  func peakBits() -> Int32 {
    if frameStride == channelCount { return Magnitudes.peakBits(samples, frames &* channelCount) }
    var peak: Int32 = 0
    var channel = 0
    while channel < channelCount {
      peak = max(peak, Magnitudes.peakBits(samples + channel &* channelStride, frames))
      channel &+= 1
    }
    return peak
  }

  /// Overwrites all samples with 0.
  @_noLocks
  func silence() {
    var channel = 0
    while channel < channelCount {
      let first = samples + channel &* channelStride
      var frame = 0
      while frame < frames {
        first[frame &* frameStride] = 0
        frame &+= 1
      }
      channel &+= 1
    }
  }
}

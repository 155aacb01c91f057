/// Notices a constant offset, which moves no air but heats a loudspeaker's coil.
///
/// The mean passes two low-pass filters at 1 Hz, under which a full-scale tone of 20 Hz stays below
/// -52 dBFS. An offset is there once a channel has stayed above -40 dBFS for a second, and gone below
/// -46 dBFS.
///
/// - Thread: one audio thread.
public struct OffsetDetector: ~Copyable {
  /// -40 dBFS, linear.
  public static var threshold: Double { @_noLocks get { 0.01 } }

  public let channelCount: Int
  private let sampleRate: Double
  private let channels: UnsafeMutablePointer<Channel>

  private struct Channel {
    var once = 0.0
    var twice = 0.0
    /// For how long it has been above the threshold.
    var seconds = 0.0
    var isOffset = false
  }

  /// - Parameter sampleRate: Hz, above 0.
  /// - Thread: control.
  public init(channelCount: Int, sampleRate: Int) {
    precondition(channelCount > 0, "A detector needs a channel.")
    precondition(sampleRate > 0, "A sample rate must be above 0 Hz.")
    let channels = UnsafeMutablePointer<Channel>.allocate(capacity: channelCount)
    channels.initialize(repeating: Channel(), count: channelCount)
    self.channelCount = channelCount
    self.sampleRate = Double(sampleRate)
    self.channels = channels
  }

  deinit { channels.deallocate() }

  /// Takes a block, whose samples are finite.
  ///
  /// - Parameter samples: planar, channel c starts at `samples + c * channelStride`.
  /// - Returns: how many channels have an offset now.
  @_noLocks
  public borrowing func observe(
    _ samples: UnsafePointer<Float>, frames: Int, channelStride: Int
  ) -> Int {
    if frames <= 0 { return offsetChannelCount }
    let seconds = Double(frames) / sampleRate
    let angle = 2 * Double.pi * seconds
    let share = angle / (1 + angle)
    var channel = 0
    while channel < channelCount {
      let mean = Self.mean(samples + channel &* channelStride, frames)
      follow(channels + channel, mean, share, seconds)
      channel &+= 1
    }
    return offsetChannelCount
  }

  @_noLocks
  private static func mean(_ samples: UnsafePointer<Float>, _ frames: Int) -> Double {
    var sum = SIMD8<Float>(repeating: 0)
    var frame = 0
    while frame &+ 8 <= frames {
      sum += UnsafeRawPointer(samples + frame).loadUnaligned(as: SIMD8<Float>.self)
      frame &+= 8
    }
    var total = Double(sum.sum())
    while frame < frames {
      total += Double(samples[frame])
      frame &+= 1
    }
    return total / Double(frames)
  }

  /// The filtered mean of a channel, linear. Thread: audio.
  @_noLocks
  public borrowing func offset(ofChannel channel: Int) -> Double {
    precondition(channel >= 0, "There is no such channel.")
    precondition(channel < channelCount, "There is no such channel.")
    return channels[channel].twice
  }

  /// Whether a channel has an offset. Thread: audio.
  @_noLocks
  public borrowing func isOffset(channel: Int) -> Bool {
    precondition(channel >= 0, "There is no such channel.")
    precondition(channel < channelCount, "There is no such channel.")
    return channels[channel].isOffset
  }

  private var offsetChannelCount: Int {
    @_noLocks get {
      var count = 0
      var channel = 0
      while channel < channelCount {
        if channels[channel].isOffset { count &+= 1 }
        channel &+= 1
      }
      return count
    }
  }

  @_noLocks
  private borrowing func follow(
    _ channel: UnsafeMutablePointer<Channel>, _ mean: Double, _ share: Double, _ seconds: Double
  ) {
    channel.pointee.once += share * (mean - channel.pointee.once)
    channel.pointee.twice += share * (channel.pointee.once - channel.pointee.twice)
    let magnitude = channel.pointee.twice.magnitude
    if magnitude > Self.threshold {
      channel.pointee.seconds += seconds
    } else {
      channel.pointee.seconds = 0
    }
    if channel.pointee.seconds >= 1 { channel.pointee.isOffset = true }
    if magnitude < Self.threshold / 2 { channel.pointee.isOffset = false }
  }
}

internal import Glibc

/// Keeps the samples of a group of channels below a ceiling, with a gain that begins to fall before
/// the peak comes.
///
/// All channels of the group share one gain, so that no image moves; for gains of their own, make a
/// limiter for each. While nothing comes near the ceiling every bit passes, so many frames later.
/// The ceiling is one of samples: the curve between them can rise above it by a few tenths of a
/// decibel.
///
/// - Latency: ``latencyFrames``.
public struct LookAheadLimiter: ~Copyable {
  /// 1.5 ms: long enough that the gain's own spectrum stays below 1 kHz, short enough for the stage.
  public static let lookAheadSeconds = 0.0015

  /// Channels that share the gain.
  public let channelCount: Int
  /// Frames that a sample comes out later.
  public let latencyFrames: Int
  /// The highest magnitude that comes out, linear.
  public let ceiling: Float
  /// The lowest gain since ``takeLowestGain()``.
  private var lowestGain = 1.0
  private var gain: LimiterGain
  /// `[channel][latencyFrames]`: both precisions fit in it.
  private let delayed: UnsafeMutablePointer<Double>
  private var place = 0

  /// - Parameter ceiling: linear, finite, above 0.
  /// - Parameter lookAheadFrames: 1 to 4096; ``lookAheadFrames(sampleRate:)`` gives 1.5 ms.
  /// - Parameter releaseFrames: in which the gain goes 1 - 1/e of its way back to 1; at least 1.
  /// - Thread: control.
  public init(channelCount: Int, ceiling: Float, lookAheadFrames: Int, releaseFrames: Double) {
    precondition(channelCount > 0)
    precondition(ceiling > 0 && ceiling.isFinite)
    precondition((1...4096).contains(lookAheadFrames))
    precondition(releaseFrames >= 1)
    let count = channelCount * lookAheadFrames
    let delayed = UnsafeMutablePointer<Double>.allocate(capacity: count)
    delayed.initialize(repeating: 0, count: count)
    self.channelCount = channelCount
    latencyFrames = lookAheadFrames
    self.ceiling = ceiling
    gain = LimiterGain(
      ceiling: Double(ceiling), lookAheadFrames: lookAheadFrames,
      releaseShare: 1 - exp(-1 / releaseFrames))
    self.delayed = delayed
  }

  deinit { delayed.deallocate() }

  /// ``lookAheadSeconds`` in frames, rounded; at least 1.
  public static func lookAheadFrames(sampleRate: Int) -> Int {
    max(Int((lookAheadSeconds * Double(sampleRate)).rounded()), 1)
  }

  /// Replaces a block by the limited sound of ``latencyFrames`` before.
  ///
  /// Whatever comes in, no magnitude that goes out is above the ceiling; samples that are not finite
  /// count as silence.
  ///
  /// - Parameter samples: planar, channel c starts at `samples + c * channelStride`.
  /// - Parameter channelStride: samples from one channel's first to the next's, at least `frames`.
  /// - Thread: audio. Complexity: constant per sample on average over the look-ahead.
  @_noLocks
  public mutating func apply(
    to samples: UnsafeMutablePointer<Float>, frames: Int, channelStride: Int
  ) {
    precondition(channelCount == 1 || channelStride >= frames, "The channels of a block overlap.")
    limit(samples, frames, channelStride)
  }

  /// The same for samples of double precision.
  @_noLocks
  public mutating func apply(
    to samples: UnsafeMutablePointer<Double>, frames: Int, channelStride: Int
  ) {
    precondition(channelCount == 1 || channelStride >= frames, "The channels of a block overlap.")
    limit(samples, frames, channelStride)
  }

  @inline(__always)
  private mutating func limit<Sample: WideSample>(
    _ samples: UnsafeMutablePointer<Sample>, _ frames: Int, _ stride: Int
  ) {
    var frame = 0
    while frame < frames {
      let peak = peak(samples + frame, stride)
      let gain = gain.next(peak: peak)
      if gain < lowestGain { lowestGain = gain }
      exchange(samples + frame, stride, gain)
      place = place + 1 == latencyFrames ? 0 : place + 1
      frame += 1
    }
  }

  /// The highest finite magnitude of one frame.
  @inline(__always)
  private func peak<Sample: WideSample>(
    _ frame: UnsafeMutablePointer<Sample>, _ stride: Int
  ) -> Double {
    var peak = 0.0
    var channel = 0
    while channel < channelCount {
      let magnitude = Self.finite(frame[channel * stride].wide).magnitude
      if magnitude > peak { peak = magnitude }
      channel += 1
    }
    return peak
  }

  /// Puts one frame into the delay and the limited oldest one in its place.
  @inline(__always)
  private func exchange<Sample: WideSample>(
    _ frame: UnsafeMutablePointer<Sample>, _ stride: Int, _ gain: Double
  ) {
    let ceiling = Double(ceiling)
    var channel = 0
    while channel < channelCount {
      let kept = delayed + channel * latencyFrames + place
      var limited = gain == 1 ? kept.pointee : kept.pointee * gain
      // Only for the last bit: gain and product are each rounded.
      if limited > ceiling { limited = ceiling }
      if limited < -ceiling { limited = -ceiling }
      kept.pointee = Self.finite(frame[channel * stride].wide)
      frame[channel * stride] = Sample(rounding: limited)
      channel += 1
    }
  }

  @inline(__always) @_noLocks
  private static func finite(_ sample: Double) -> Double {
    sample.magnitude <= Double.greatestFiniteMagnitude ? sample : 0
  }

  /// The lowest gain since the last call, linear; 1 while nothing was limited.
  ///
  /// - Thread: audio.
  @_noLocks
  public mutating func takeLowestGain() -> Double {
    let lowest = lowestGain
    lowestGain = 1
    return lowest
  }

  /// Forgets all past input: silence comes out for ``latencyFrames``.
  ///
  /// - Complexity: writes the delay. Thread: audio.
  @_noLocks
  public mutating func reset() {
    gain.reset()
    delayed.update(repeating: 0, count: channelCount * latencyFrames)
    place = 0
    lowestGain = 1
  }
}

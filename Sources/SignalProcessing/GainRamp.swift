/// A gain that moves to a new value along a raised cosine, so that no step is heard.
///
/// Every frame's gain depends only on its place in the ramp: cutting the same signal into other
/// blocks gives the same samples.
public struct GainRamp: Equatable, Sendable {
  /// Where the gain is going, or stands. Linear.
  public private(set) var target: Float
  private var start: Float
  private var length = 0
  /// Frames of the ramp that are done. At `length` the gain stands at `target`.
  private var position = 0

  /// A gain that stands at `gain`. Linear.
  public init(gain: Float) {
    target = gain
    start = gain
  }

  /// Whether a ramp is under way.
  public var isMoving: Bool {
    @_noLocks get { position < length }
  }

  /// Frames until the gain stands at `target`.
  public var remainingFrames: Int {
    @_noLocks get { length - position }
  }

  /// The gain between the last frame and the next. Linear.
  public var gain: Float {
    @_noLocks get {
      isMoving ? gains(at: Double(position), spacing: 0)[0] : target
    }
  }

  /// Starts a ramp from the present gain to `target` that arrives after `frames` frames; at once for
  /// 0. A ramp under way is left where it is.
  ///
  /// - Thread: audio, or the owner's before it starts.
  @_noLocks
  public mutating func move(to target: Float, frames: Int) {
    precondition(frames >= 0, "A ramp cannot last a negative number of frames.")
    start = gain
    self.target = target
    // A gain that is there already has no way to go, and may leave the block untouched.
    length = start == target ? 0 : frames
    position = 0
  }

  /// Multiplies a block with the gain and moves on by its frames.
  ///
  /// A gain that stands at 0 writes zeros, whatever the samples were: muted is silent even when an
  /// earlier stage gave infinities.
  ///
  /// - Parameter samples: planar, channel c starts at `samples + c * channelStride`.
  /// - Parameter channelStride: samples from one channel's first to the next's, at least `frames`.
  /// - Thread: audio. Complexity: one multiplication per sample, and 18 per frame while moving.
  @_noLocks
  public mutating func apply(
    to samples: UnsafeMutablePointer<Float>, frames: Int, channelCount: Int, channelStride: Int
  ) {
    applyRamp(
      to: samples, frames: frames, channelCount: channelCount, channelStride: channelStride)
  }

  /// The same for samples of double precision, by gains that have single precision.
  @_noLocks
  public mutating func apply(
    to samples: UnsafeMutablePointer<Double>, frames: Int, channelCount: Int, channelStride: Int
  ) {
    applyRamp(
      to: samples, frames: frames, channelCount: channelCount, channelStride: channelStride)
  }

  /// Generic, and so proved lock-free in its callers, where the type is known.
  @inline(__always)
  private mutating func applyRamp<Sample: Scalable>(
    to samples: UnsafeMutablePointer<Sample>, frames: Int, channelCount: Int, channelStride: Int
  ) {
    precondition(frames >= 0 && channelStride >= frames, "The channels of a block overlap.")
    let moving = min(frames, remainingFrames)
    applyMoving(to: samples, frames: moving, channelCount: channelCount, stride: channelStride)
    for channel in 0..<channelCount {
      applyStanding(to: samples + channel * channelStride + moving, frames: frames - moving)
    }
  }

  @inline(__always)
  private mutating func applyMoving<Sample: Scalable>(
    to samples: UnsafeMutablePointer<Sample>, frames: Int, channelCount: Int, stride: Int
  ) {
    var done = 0
    while done < frames {
      let gains = nextGains()
      let run = min(8, frames - done)
      for channel in 0..<channelCount {
        let frame = samples + channel * stride + done
        for lane in 0..<run { frame[lane].scale(by: gains[lane]) }
      }
      done += run
      advance(by: run)
    }
  }

  /// The gains of the next eight frames.
  @_noLocks
  func nextGains() -> SIMD8<Float> { gains(at: Double(position) + 0.5, spacing: 1) }

  /// Frames of the ramp have passed.
  @_noLocks
  mutating func advance(by frames: Int) { position += frames }

  @inline(__always)
  func applyStanding<Sample: Scalable>(
    to samples: UnsafeMutablePointer<Sample>, frames: Int
  ) {
    // Most gains stand at 1: those blocks are not touched.
    if target == 1 { return }
    if target == 0 {
      for frame in 0..<frames { samples[frame] = 0 }
    } else {
      for frame in 0..<frames { samples[frame].scale(by: target) }
    }
  }

  /// The gains at eight places of the ramp, in frames from its start.
  @_noLocks
  private func gains(at place: Double, spacing: Double) -> SIMD8<Float> {
    let lanes = SIMD8<Double>(0, 1, 2, 3, 4, 5, 6, 7)
    let curve = RaisedCosine.value(at: (place + spacing * lanes) / Double(length))
    let from = Double(start)
    return SIMD8<Float>(from + (Double(target) - from) * curve)
  }
}

/// A sample that a gain applies to: lets one ramp serve both precisions.
protocol Scalable: ExpressibleByIntegerLiteral {
  mutating func scale(by gain: Float)
}

extension Float: Scalable {
  @inline(__always) @_noLocks mutating func scale(by gain: Float) { self *= gain }
}

extension Double: Scalable {
  @inline(__always) @_noLocks mutating func scale(by gain: Float) {
    self *= Double(gain)
  }
}

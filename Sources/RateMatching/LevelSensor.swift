/// Where a capture device was, and when.
public struct CapturePoint: Equatable, Sendable {
  /// Frames that it has captured since its start: those read, and those its delay says are waiting.
  public var frames: Int
  /// Of the monotonic clock.
  public var nanoseconds: Int64

  @_noLocks
  public init(frames: Int, nanoseconds: Int64) {
    self.frames = frames
    self.nanoseconds = nanoseconds
  }
}

/// Where a playback device was, and when.
public struct PlaybackPoint: Equatable, Sendable {
  /// Capture frames whose sound has been written to it: all that left the ring, less what the
  /// resampler (``VariableResampler/heldFrames``) and the blocks in between hold.
  public var sourceFrames: Double
  /// Frames written and not yet heard.
  public var delayFrames: Int
  /// Of the monotonic clock, when the delay was true.
  public var nanoseconds: Int64

  @_noLocks
  public init(sourceFrames: Double, delayFrames: Int, nanoseconds: Int64) {
    self.sourceFrames = sourceFrames
    self.delayFrames = delayFrames
    self.nanoseconds = nanoseconds
  }
}

/// The frames on their way from one device to the other, at one moment, in fractions of a frame.
///
/// Both points are counts since the start, so it does not matter that two threads read them at
/// different times. Between the two times both devices moved at their nominal rate, to well below a
/// hundredth of a frame per period: what capture gained and what playback lost add up to the time
/// between, once.
public struct LevelSensor: Sendable {
  /// What a point may be older than the other before it says nothing about it any more.
  private static var oldest: Int64 { @_noLocks get { 500_000_000 } }
  private let framesPerNanosecond: Double

  /// - Parameter sampleRate: Hz, of both devices.
  public init(sampleRate: Int) {
    framesPerNanosecond = Double(sampleRate) * 1e-9
  }

  /// Frames from the capture converter to the playback converter, as if both points were at the same
  /// time; `nil` when they are more than half a second apart, as when capture stalls.
  @_noLocks
  public func level(capture: CapturePoint, playback: PlaybackPoint) -> Double? {
    let apart = playback.nanoseconds &- capture.nanoseconds
    guard apart > -Self.oldest, apart < Self.oldest else { return nil }
    return Double(capture.frames) - playback.sourceFrames + Double(playback.delayFrames)
      + Double(apart) * framesPerNanosecond
  }
}

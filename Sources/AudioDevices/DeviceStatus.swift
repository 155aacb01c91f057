/// Where a running stream is, as its driver says; drivers lie, so judge before use.
public struct DeviceStatus: Equatable, Sendable {
  /// Frames that can be transferred.
  public var availableFrames: Int
  /// Frames between the program and the converter. Capture: captured and not yet read. Playback:
  /// written and not yet heard.
  public var delayFrames: Int
  /// When the driver last moved its position, of the monotonic clock; 0 when it does not say.
  public var stampNanoseconds: Int64
  /// Just after the driver answered, of the same clock.
  public var nowNanoseconds: Int64

  @_noLocks
  public init(
    availableFrames: Int, delayFrames: Int, stampNanoseconds: Int64, nowNanoseconds: Int64
  ) {
    self.availableFrames = availableFrames
    self.delayFrames = delayFrames
    self.stampNanoseconds = stampNanoseconds
    self.nowNanoseconds = nowNanoseconds
  }

  /// Whether the numbers can be true of a buffer: the frames available within it, and a delay that is
  /// not negative and at most twice as long, for what converters and buses hold beyond it.
  @_noLocks
  public func isPlausible(bufferFrames: Int) -> Bool {
    if availableFrames < 0 || availableFrames > bufferFrames { return false }
    return delayFrames >= 0 && delayFrames <= 2 &* bufferFrames
  }
}

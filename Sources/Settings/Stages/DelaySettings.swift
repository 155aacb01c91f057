/// A delay on some channels.
public struct DelaySettings: Equatable, Sendable {
  /// Frames, 0 to two seconds, not rounded.
  public var frames: Double
  /// The channels it acts on; the others pass unchanged.
  public var channels: [String]

  /// `channels` later by `frames`.
  public init(frames: Double, channels: [String]) {
    self.frames = frames
    self.channels = channels
  }
}

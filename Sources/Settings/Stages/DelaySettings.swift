/// A delay on some channels.
public struct DelaySettings: Equatable, Sendable {
  /// What control calls the stage; different for each stage that has one.
  public var name: String?
  /// Frames, 0 to two seconds, not rounded.
  public var frames: Double
  /// The channels it acts on; the others pass unchanged.
  public var channels: [String]

  /// `channels` later by `frames`.
  public init(name: String? = nil, frames: Double, channels: [String]) {
    self.name = name
    self.frames = frames
    self.channels = channels
  }
}

/// A fixed gain on some channels.
public struct GainSettings: Equatable, Sendable {
  /// Decibels, -150 to 40.
  public var gainDecibels: Double
  /// The channels it acts on; the others pass unchanged.
  public var channels: [String]

  /// `gainDecibels` on `channels`.
  public init(gainDecibels: Double, channels: [String]) {
    self.gainDecibels = gainDecibels
    self.channels = channels
  }
}

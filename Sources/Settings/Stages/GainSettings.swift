/// A fixed gain on some channels.
public struct GainSettings: Equatable, Sendable {
  /// What control calls the stage; different for each stage that has one.
  public var name: String?
  /// Decibels, -150 to 40.
  public var gainDecibels: Double
  /// The channels it acts on; the others pass unchanged.
  public var channels: [String]

  /// `gainDecibels` on `channels`.
  public init(name: String? = nil, gainDecibels: Double, channels: [String]) {
    self.name = name
    self.gainDecibels = gainDecibels
    self.channels = channels
  }
}

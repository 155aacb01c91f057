/// The polarity of some channels turned.
public struct InvertSettings: Equatable, Sendable {
  /// The channels it acts on; the others pass unchanged.
  public var channels: [String]

  /// `channels` turned.
  public init(channels: [String]) { self.channels = channels }
}

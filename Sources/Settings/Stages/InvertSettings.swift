/// The polarity of some channels turned.
public struct InvertSettings: Equatable, Sendable {
  /// What control calls the stage; different for each stage that has one.
  public var name: String?
  /// The channels it acts on; the others pass unchanged.
  public var channels: [String]

  /// `channels` turned.
  public init(name: String? = nil, channels: [String]) {
    self.name = name
    self.channels = channels
  }
}

/// A ceiling for some channels, held by a limiter that looks ahead.
public struct LimiterSettings: Equatable, Sendable {
  /// Which channels share a gain. Raw values are the file's words.
  public enum Link: String, CaseIterable, Sendable {
    /// All of the stage, so that no image moves.
    case all
    /// None: each channel has its own.
    case none
  }

  /// What control calls the stage; different for each stage that has one.
  public var name: String?
  /// The highest level that leaves: decibels of full scale, -60 to 0.
  public var ceilingDecibels: Double
  /// Seconds in which the gain goes 1 - 1/e of its way back, 0.001 to 5.
  public var releaseSeconds: Double
  public var link: Link
  /// The channels it acts on; the others pass, as late as these.
  public var channels: [String]

  /// A limiter of `channels`.
  public init(
    name: String? = nil, ceilingDecibels: Double, releaseSeconds: Double = 0.05, link: Link = .all,
    channels: [String]
  ) {
    self.name = name
    self.ceilingDecibels = ceilingDecibels
    self.releaseSeconds = releaseSeconds
    self.link = link
    self.channels = channels
  }
}

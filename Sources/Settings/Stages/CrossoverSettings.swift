/// The filters of a two-way crossover: low passes on some channels, high passes on others.
public struct CrossoverSettings: Equatable, Sendable {
  /// How the ways meet.
  public enum Shape: Equatable, Sendable {
    /// Order 2, 4, 6 or 8; 2 and 6 turn the polarity of the high way, for a flat sum.
    case linkwitzRiley(order: Int)
    /// Order 2 to 8.
    case butterworth(order: Int)
    /// An odd number of taps; `nil` for as many as the frequency wants.
    case linearPhase(tapCount: Int?)
  }

  /// What control calls the stage; different for each stage that has one.
  public var name: String?
  public var shape: Shape
  /// Where the ways meet: Hz, at least 1 and below half the rate.
  public var splitHertz: Double
  /// Channels that keep what is below; at least one.
  public var low: [String]
  /// Channels that keep what is above, at least one; none is in ``low``.
  public var high: [String]

  /// A crossover at `splitHertz`.
  public init(name: String? = nil, shape: Shape, splitHertz: Double, low: [String], high: [String])
  {
    self.name = name
    self.shape = shape
    self.splitHertz = splitHertz
    self.low = low
    self.high = high
  }
}

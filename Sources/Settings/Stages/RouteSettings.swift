/// A mixing matrix: what leaves the stage is exactly its outputs.
public struct RouteSettings: Equatable, Sendable {
  /// One summand of an output.
  public struct Input: Equatable, Sendable {
    /// The channel's name before the stage.
    public var channel: String
    /// Decibels, -150 to 40.
    public var gainDecibels: Double

    /// `channel` at `gainDecibels`.
    public init(channel: String, gainDecibels: Double = 0) {
      self.channel = channel
      self.gainDecibels = gainDecibels
    }
  }

  /// One channel that leaves the stage.
  public struct Output: Equatable, Sendable {
    /// The channel's name after the stage.
    public var channel: String
    /// What is summed, each channel once; none is silence.
    public var inputs: [Input]

    /// The sum of `inputs` as `channel`.
    public init(channel: String, inputs: [Input]) {
      self.channel = channel
      self.inputs = inputs
    }
  }

  /// What control calls the stage; different for each stage that has one.
  public var name: String?
  /// The channels that leave the stage, in the file's order; at least one.
  public var outputs: [Output]

  /// A matrix with these `outputs`.
  public init(name: String? = nil, outputs: [Output]) {
    self.name = name
    self.outputs = outputs
  }
}

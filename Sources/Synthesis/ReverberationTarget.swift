/// How fast a recipe lets one octave of sound decay.
public struct ReverberationTarget: Equatable, Sendable {
  /// The octave's centre in Hz.
  public let octave: Double
  /// Seconds to decay by 60 dB.
  public let seconds: Double

  public init(octave: Double, seconds: Double) {
    self.octave = octave
    self.seconds = seconds
  }
}

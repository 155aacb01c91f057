/// A frequency as it is shown.
public struct Frequency: Equatable, Sendable, CustomStringConvertible {
  /// Hz.
  public var hertz: Double

  public init(_ hertz: Double) { self.hertz = hertz }

  /// To three digits or a tenth of a hertz: "63.0 Hz", "440 Hz", "12.4 kHz".
  public var description: String {
    if hertz >= 9_995 { return "\((hertz / 1000).text(decimals: 1)) kHz" }
    if hertz >= 999.5 { return "\((hertz / 1000).text(decimals: 2)) kHz" }
    return "\(hertz.text(decimals: hertz < 99.95 ? 1 : 0)) Hz"
  }
}

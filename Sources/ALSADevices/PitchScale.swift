/// How a driver's pitch control counts, and what it makes of a correction.
///
/// A correction of `c` means that the source runs by `c` too fast. The driver is to run it at
/// `1 / (1 + c)` of its rate.
public struct PitchScale: Equatable, Sendable {
  /// The controls that we know.
  public enum Kind: CaseIterable, Sendable {
    /// snd-aloop's `PCM Rate Shift 100000`: the rate is the nominal one by 100000 over the value, in
    /// steps of 10 ppm.
    case loopbackRateShift
    /// The USB gadget's `Capture Pitch 1000000`: the rate it asks its host for, over the nominal one,
    /// by 1000000; in steps of 1 ppm.
    case gadgetCapturePitch

    /// The element's name.
    public var elementName: String {
      switch self {
      case .loopbackRateShift: "PCM Rate Shift 100000"
      case .gadgetCapturePitch: "Capture Pitch 1000000"
      }
    }

    /// The value that leaves the rate as it is.
    public var neutralValue: Int {
      switch self {
      case .loopbackRateShift: 100_000
      case .gadgetCapturePitch: 1_000_000
      }
    }
  }

  public let kind: Kind
  /// What the driver takes.
  public let range: ClosedRange<Int>
  /// What rounding has left out so far, in values: made up for by the next ones, so that the mean is
  /// right although the steps are coarse.
  private var remainder = 0.0

  public init(kind: Kind, range: ClosedRange<Int>) {
    self.kind = kind
    self.range = range
  }

  /// The value to set for a correction in ppm; what is no number asks for the neutral one.
  public mutating func value(correctionPPM: Double) -> Int {
    let exact = exactValue(correctionPPM.isFinite ? correctionPPM : 0)
    let wanted = exact + remainder
    let limited = min(max(wanted.rounded(), Double(range.lowerBound)), Double(range.upperBound))
    // At an end of the range the rest would only pile up.
    remainder = min(max(wanted - limited, -0.5), 0.5)
    return Int(limited)
  }

  /// The correction that a value amounts to, in ppm.
  public func correctionPPM(ofValue value: Int) -> Double {
    let ratio = Double(value) / Double(kind.neutralValue)
    switch kind {
    case .loopbackRateShift: return (ratio - 1) * 1e6
    case .gadgetCapturePitch: return (1 / ratio - 1) * 1e6
    }
  }

  private func exactValue(_ correctionPPM: Double) -> Double {
    // Half of the rate and more is no correction; it keeps the division sound.
    let factor = 1 + min(max(correctionPPM * 1e-6, -0.5), 0.5)
    switch kind {
    case .loopbackRateShift: return Double(kind.neutralValue) * factor
    case .gadgetCapturePitch: return Double(kind.neutralValue) / factor
    }
  }
}

internal import SignalProcessing

/// What a filter lets through.
public enum FilterBand: Equatable, Sendable {
  /// Below a frequency, in Hz.
  case lowpass(Double)
  /// Above it.
  case highpass(Double)
  /// Between two.
  case bandpass(Double, Double)
  /// All but what is between two.
  case bandstop(Double, Double)

  /// The frequencies where it is at half its amplitude, -6 dB, in rising order.
  public var corners: [Double] {
    switch self {
    case .lowpass(let hertz), .highpass(let hertz): [hertz]
    case .bandpass(let low, let high), .bandstop(let low, let high): [low, high]
    }
  }

  /// The amplitude that is wanted at a frequency: 1 or 0, or `nil` in between, where it falls.
  func target(at hertz: Double, transition: Double) -> Double? {
    let corners = corners
    guard corners.allSatisfy({ (hertz - $0).magnitude >= transition / 2 }) else { return nil }
    let passed = corners.count { $0 < hertz }
    return switch self {
    case .lowpass: passed == 0 ? 1 : 0
    case .highpass: passed == 1 ? 1 : 0
    case .bandpass: passed == 1 ? 1 : 0
    case .bandstop: passed == 1 ? 0 : 1
    }
  }

  /// - Errors: for corners in no rising order, or without room for the way to 0 on each side.
  func demandRoom(transition: Double, sampleRate: Int) throws(FilterDesignError) {
    let half = Double(sampleRate) / 2
    guard transition > 0, transition.isFinite else {
      throw FilterDesignError(
        "a transition of \(shown(transition)); it is a width above 0 Hz, such as 500 Hz")
    }
    if let corner = corners.first(where: { !$0.isFinite }) {
      throw FilterDesignError(
        "a corner at \(shown(corner)); it is a frequency between 0 Hz and \(shown(half))")
    }
    var floor = 0.0
    for corner in corners {
      guard corner - transition / 2 >= floor else {
        let below = floor == 0 ? "0 Hz" : "the transition of the corner below"
        throw FilterDesignError(
          "a corner at \(shown(corner)) with a transition of \(shown(transition)) reaches below "
            + "\(below); raise the corner or narrow the transition")
      }
      floor = corner + transition / 2
    }
    guard floor <= half else {
      throw FilterDesignError(
        "a corner at \(shown(corners.last ?? 0)) with a transition of \(shown(transition)) reaches "
          + "above half the rate, \(shown(half)); lower the corner, narrow the transition or raise "
          + "the rate")
    }
  }
}

/// A frequency in a message; any number.
func shown(_ hertz: Double) -> String {
  hertz.isFinite ? Frequency(hertz).description : "\(hertz) Hz"
}

internal import Glibc
internal import SignalProcessing

/// A filter of linear phase: the ideal one's response, cut out by a Kaiser window.
///
/// As short as keeps the promise, which is measured on the taps themselves: from the corner half a
/// transition away on, the amplitude is within `attenuation` of 1 or 0. At the corner it is at -6 dB.
///
/// - Source: Kaiser, in Kuo and Kaiser, System Analysis by Digital Computer, 1966, chapter 7.
public struct WindowedSinc: Equatable, Sendable {
  /// An odd number of them, the same backwards.
  public let taps: [Double]
  /// The largest deviation from 1 where the band passes, in dB of amplitude; below -`attenuation`.
  public let rippleDecibels: Double
  /// The largest amplitude where the band stops, in dB; below -`attenuation`.
  public let stopDecibels: Double

  /// How late everything comes: the middle tap's frame.
  public var delayFrames: Int { taps.count / 2 }

  /// Attenuations that float64 taps can promise.
  public static let attenuations = 20.0...180.0
  /// 22 s at 48 kHz.
  public static let largestTapCount = (1 << 20) - 1

  /// - Parameter transition: the width of the way from 1 to 0, in Hz, around each corner.
  /// - Parameter attenuation: in dB.
  /// - Errors: for a band without room, an attenuation outside of ``attenuations``, more taps than
  ///   ``largestTapCount``.
  /// - Complexity: some transforms of 8 to 16 times as many points. Thread: control.
  public init(
    _ band: FilterBand, transition: Double, attenuation: Double, sampleRate: Int
  ) throws(FilterDesignError) {
    precondition(sampleRate > 0)
    guard Self.attenuations.contains(attenuation) else {
      throw FilterDesignError(
        "an attenuation of \(attenuation.text(decimals: 1)) dB; allowed are "
          + "\(Int(Self.attenuations.lowerBound)) to \(Int(Self.attenuations.upperBound)) dB")
    }
    try band.demandRoom(transition: transition, sampleRate: sampleRate)
    // The ripples of two edges add up, and Kaiser's formula is an estimate: a little more is asked
    // of the window until the taps keep the promise.
    var asked = attenuation
    while true {
      let count = try Self.tapCount(
        attenuation: asked, cyclesPerFrame: transition / Double(sampleRate))
      let taps = Self.taps(band, count: count, attenuation: asked, sampleRate: sampleRate)
      let errors = Self.errors(of: taps, band, transition, sampleRate)
      if max(errors.pass, errors.stop) <= -attenuation {
        self.taps = taps
        (rippleDecibels, stopDecibels) = errors
        return
      }
      asked += 0.5
    }
  }

  /// Kaiser's estimate, made odd.
  private static func tapCount(
    attenuation: Double, cyclesPerFrame: Double
  ) throws(FilterDesignError) -> Int {
    let estimate = (max(attenuation, 21) - 7.95) / (14.36 * cyclesPerFrame)
    guard estimate < Double(largestTapCount) else {
      throw FilterDesignError(
        "so narrow a transition takes \(Int(min(estimate, 1e15))) taps; \(largestTapCount) are "
          + "allowed, so widen it or ask for less attenuation")
    }
    return 2 * Int((estimate / 2).rounded(.up)) + 1
  }

  private static func taps(
    _ band: FilterBand, count: Int, attenuation: Double, sampleRate: Int
  ) -> [Double] {
    let corners = band.corners.map { $0 / Double(sampleRate) }
    let low = lowpass(corners[0], count: count, attenuation)
    let high = corners.count > 1 ? lowpass(corners[1], count: count, attenuation) : low
    switch band {
    case .lowpass: return low
    case .highpass: return complement(of: low)
    case .bandpass: return zip(high, low).map { $0 - $1 }
    case .bandstop: return complement(of: zip(high, low).map { $0 - $1 })
    }
  }

  /// - Parameter corner: in cycles per frame.
  private static func lowpass(_ corner: Double, count: Int, _ attenuation: Double) -> [Double] {
    let window = KaiserWindow(attenuation: attenuation)
    let middle = count / 2
    let taps = (0..<count).map { tap in
      let place = Double(tap - middle)
      return 2 * corner * sinc(2 * corner * place) * window.value(at: place / Double(middle))
    }
    let sum = taps.reduce(0, +)
    return taps.map { $0 / sum }
  }

  /// What a filter leaves of a unit impulse in its middle.
  private static func complement(of taps: [Double]) -> [Double] {
    var rest = taps.map { -$0 }
    rest[taps.count / 2] += 1
    return rest
  }

  /// The worst of each kind of band, in dB.
  private static func errors(
    of taps: [Double], _ band: FilterBand, _ transition: Double, _ sampleRate: Int
  ) -> (pass: Double, stop: Double) {
    let magnitudes = MagnitudeResponse(taps, pointsPerTap: 8).magnitudes
    let binHertz = Double(sampleRate) / Double(2 * (magnitudes.count - 1))
    var pass = 0.0, stop = 0.0
    for (bin, magnitude) in magnitudes.enumerated() {
      switch band.target(at: Double(bin) * binHertz, transition: transition) {
      case 1: pass = max(pass, (magnitude - 1).magnitude)
      case 0: stop = max(stop, magnitude)
      default: break
      }
    }
    return (20 * log10(pass), 20 * log10(stop))
  }
}

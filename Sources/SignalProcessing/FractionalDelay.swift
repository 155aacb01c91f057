/// A delay by a part of a frame, as a short filter: a sinc under a Kaiser window, both moved by that
/// part.
///
/// Its magnitude and its delay are those of the ideal delay with an error below -100 dB up to 0.44
/// of the rate: 21.1 kHz at 48 kHz, 19.4 kHz at 44.1 kHz.
///
/// - Source: Laakso and others, IEEE Signal Processing Magazine 13 (1996) 30.
public enum FractionalDelay {
  /// Taps of the filter.
  public static let tapCount = 64
  /// Whole frames that it delays on top of the part: what half a sinc needs.
  public static let wholeFrames = tapCount / 2 - 1
  /// Cycles per frame up to which the error is below -100 dB.
  public static let passband = 0.44

  /// Taps that delay by ``wholeFrames`` and `fraction` frames; they sum to 1.
  ///
  /// - Precondition: a fraction of 0 to 1.
  public static func taps(fraction: Double) -> [Double] {
    precondition((0...1).contains(fraction))
    let window = KaiserWindow(attenuation: 108)
    let taps = (0..<tapCount).map { tap in
      let place = Double(tap - wholeFrames) - fraction
      return sinc(place) * window.value(at: place / Double(tapCount / 2))
    }
    let sum = taps.reduce(0, +)
    return taps.map { $0 / sum }
  }
}

internal import Glibc
internal import SignalProcessing

/// A response with the magnitude of another and the least delay that it allows.
///
/// Each channel by itself: how the channels lie in time against each other is lost.
public struct MinimumPhaseConversion: Equatable, Sendable {
  /// As many taps as before.
  public let taps: [Double]
  /// The largest deviation of the magnitude in dB, where it is above -40 dB of its largest.
  public let deviationDecibels: Double

  /// 87 s at 48 kHz.
  public static let largestTapCount = 1 << 22
  /// How far below its largest a magnitude is compared.
  public static let comparedDecibels = 40.0

  /// - Precondition: 1 to ``largestTapCount`` taps.
  /// - Complexity: six transforms of 8 to 128 times as many points. Thread: control.
  public init(_ response: [Double]) {
    precondition((1...Self.largestTapCount).contains(response.count))
    // The deeper the notches, the slower the cepstrum dies away, and what wraps around fills them.
    let pointsPerTap = max(8, min(64, (1 << 22) / response.count), (1 << 17) / response.count)
    let wanted = MagnitudeResponse(response, pointsPerTap: pointsPerTap).magnitudes
    guard let loudest = wanted.max(), loudest > 0 else {
      (taps, deviationDecibels) = (response, 0)
      return
    }
    let found = Array(MinimumPhase.response(magnitudes: wanted).prefix(response.count))
    let magnitudes = MagnitudeResponse(found, pointsPerTap: pointsPerTap).magnitudes
    let floor = loudest * pow(10, -Self.comparedDecibels / 20)
    deviationDecibels = zip(wanted, magnitudes).reduce(0) { worst, pair in
      pair.0 < floor ? worst : max(worst, (20 * log10(pair.1 / pair.0)).magnitude)
    }
    taps = found
  }
}

internal import Glibc
internal import SignalProcessing

/// How much of each frequency a filter lets through.
public struct MagnitudeResponse: Equatable, Sendable {
  /// Linear, from 0 to half the rate, both included, evenly spaced.
  public let magnitudes: [Double]

  /// - Parameter pointsPerTap: points of the transform for each tap, at least; 8 show a ripple's
  ///   top to a hundredth of its height.
  /// - Precondition: at least one tap.
  public init(_ taps: [Double], pointsPerTap: Int = 8) {
    precondition(!taps.isEmpty && pointsPerTap > 0)
    let transform = FourierTransform(
      count: FourierTransform.count(holding: max(64, pointsPerTap * taps.count)))
    var real = taps + [Double](repeating: 0, count: transform.count - taps.count)
    var imaginary = [Double](repeating: 0, count: transform.count)
    var re = real.mutableSpan, im = imaginary.mutableSpan
    transform.forward(&re, &im)
    magnitudes = (0...transform.count / 2).map { hypot(real[$0], imaginary[$0]) }
  }
}

internal import Glibc

/// The window that is nearest to the best for a given attenuation.
///
/// - Source: Kaiser, in Kuo and Kaiser, System Analysis by Digital Computer, 1966, chapter 7.
public struct KaiserWindow: Sendable {
  private let beta: Double
  private let peak: Double

  /// - Parameter attenuation: of a filter's stop band in decibels, above 0; below 21 the window is
  ///   level.
  public init(attenuation: Double) {
    precondition(attenuation > 0)
    beta =
      switch attenuation {
      case ..<21: 0
      case ...50: 0.5842 * pow(attenuation - 21, 0.4) + 0.07886 * (attenuation - 21)
      default: 0.1102 * (attenuation - 8.7)
      }
    peak = Self.bessel(beta)
  }

  /// The weight at a place between -1 and 1; 0 beyond.
  public func value(at place: Double) -> Double {
    place.magnitude > 1 ? 0 : Self.bessel(beta * (1 - place * place).squareRoot()) / peak
  }

  /// The modified Bessel function of the first kind and order 0.
  private static func bessel(_ x: Double) -> Double {
    var term = 1.0, sum = 1.0
    var index = 1.0
    while term > 1e-18 * sum {
      term *= (x / (2 * index)) * (x / (2 * index))
      sum += term
      index += 1
    }
    return sum
  }
}

/// sin(π x) / π x.
public func sinc(_ x: Double) -> Double {
  x == 0 ? 1 : sin(Double.pi * x) / (Double.pi * x)
}

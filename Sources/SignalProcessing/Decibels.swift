internal import Glibc

/// A level or a gain in decibels: 20 log10 of an amplitude, 10 log10 of a power.
///
/// Silence is `-inf`, which converts both ways.
public struct Decibels: Equatable, Comparable, Hashable, Sendable {
  /// dB.
  public var value: Double

  /// `value` dB.
  public init(_ value: Double) {
    self.value = value
  }

  /// The level of an amplitude, whose sign does not matter; full scale = 1 is 0 dB.
  public init(amplitude: Double) {
    value = 20 * log10(amplitude.magnitude)
  }

  /// The level of an amplitude, whose sign does not matter; full scale = 1 is 0 dB.
  public init(amplitude: Float) {
    self.init(amplitude: Double(amplitude))
  }

  /// The level of a power, such as a mean square.
  ///
  /// - Precondition: not negative.
  public init(power: Double) {
    precondition(!(power < 0), "A power cannot be negative.")
    value = 10 * log10(power)
  }

  /// No signal.
  public static let silence = Decibels(-.infinity)

  /// The factor that this gain multiplies samples by.
  public var amplitude: Double {
    pow(10, value / 20)
  }

  /// The factor that this gain multiplies a power by.
  public var power: Double {
    pow(10, value / 10)
  }

  public static func < (left: Decibels, right: Decibels) -> Bool {
    left.value < right.value
  }
}

extension Decibels: CustomStringConvertible {
  /// With one decimal: "-12.0 dB", "-inf dB".
  public var description: String { text(decimals: 1) }

  /// With so many decimals, and the unit. Never "-0.0".
  ///
  /// - Precondition: `decimals` between 0 and 9.
  public func text(decimals: Int) -> String { "\(value.text(decimals: decimals)) dB" }
}

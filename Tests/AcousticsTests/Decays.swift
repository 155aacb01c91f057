import Glibc
import TestSupport

/// Responses whose figures are known.
enum Decays {
  /// Gaussian noise that loses 60 dB in `seconds`, from a seed.
  static func noise(
    decay seconds: Double, length: Double, sampleRate: Int, seed: UInt64, level: Double = 1
  ) -> [Double] {
    var random = SeededGenerator(seed: seed)
    return (0..<Int(length * Double(sampleRate))).map { frame in
      level * random.gaussian() * exp(-rate(seconds, sampleRate) * Double(frame))
    }
  }

  /// A sine that loses 60 dB in `seconds`.
  static func tone(
    _ hertz: Double, decay seconds: Double, length: Double, sampleRate: Int
  ) -> [Double] {
    (0..<Int(length * Double(sampleRate))).map { frame in
      sin(2 * Double.pi * hertz * (Double(frame) + 0.25) / Double(sampleRate))
        * exp(-rate(seconds, sampleRate) * Double(frame))
    }
  }

  /// An amplitude that loses 60 dB in `seconds`, without oscillation.
  static func exponential(decay seconds: Double, length: Double, sampleRate: Int) -> [Double] {
    (0..<Int(length * Double(sampleRate))).map { exp(-rate(seconds, sampleRate) * Double($0)) }
  }

  /// Adds noise of one level.
  static func adding(noise decibels: Double, to samples: [Double], seed: UInt64) -> [Double] {
    var random = SeededGenerator(seed: seed)
    let amplitude = pow(10, decibels / 20)
    return samples.map { $0 + amplitude * random.gaussian() }
  }

  /// Of the amplitude, per frame.
  private static func rate(_ seconds: Double, _ sampleRate: Int) -> Double {
    3 * log(10) / (seconds * Double(sampleRate))
  }
}

extension SeededGenerator {
  /// Of variance 1 (Box and Muller 1958).
  mutating func gaussian() -> Double {
    let u = Double.random(in: Double.leastNonzeroMagnitude..<1, using: &self)
    let v = Double.random(in: 0..<1, using: &self)
    return (-2 * log(u)).squareRoot() * cos(2 * Double.pi * v)
  }
}

internal import Glibc

/// A recursive filter of second order: (b0 + b1 z⁻¹ + b2 z⁻²) / (1 + a1 z⁻¹ + a2 z⁻²).
public struct BiquadSection: Equatable, Sendable {
  public var b0: Double
  public var b1: Double
  public var b2: Double
  public var a1: Double
  public var a2: Double

  /// Coefficients as they stand in the fraction, whose denominator begins with 1.
  public init(b0: Double, b1: Double, b2: Double, a1: Double, a2: Double) {
    self.b0 = b0
    self.b1 = b1
    self.b2 = b2
    self.a1 = a1
    self.a2 = a2
  }

  /// The same filter with its numerator and denominator divided by `a0`.
  init(_ b0: Double, _ b1: Double, _ b2: Double, over a0: Double, _ a1: Double, _ a2: Double) {
    self.init(b0: b0 / a0, b1: b1 / a0, b2: b2 / a0, a1: a1 / a0, a2: a2 / a0)
  }

  /// The response at a frequency, as its real and imaginary part.
  public func response(cyclesPerFrame: Double) -> (real: Double, imaginary: Double) {
    let w = 2 * Double.pi * cyclesPerFrame
    let numerator = (
      b0 + b1 * cos(w) + b2 * cos(2 * w), -(b1 * sin(w) + b2 * sin(2 * w))
    )
    let denominator = (1 + a1 * cos(w) + a2 * cos(2 * w), -(a1 * sin(w) + a2 * sin(2 * w)))
    let power = denominator.0 * denominator.0 + denominator.1 * denominator.1
    return (
      (numerator.0 * denominator.0 + numerator.1 * denominator.1) / power,
      (numerator.1 * denominator.0 - numerator.0 * denominator.1) / power
    )
  }

  /// The same filter with its polarity turned.
  public var inverted: BiquadSection {
    BiquadSection(b0: -b0, b1: -b1, b2: -b2, a1: a1, a2: a2)
  }
}

extension BiquadSection {
  /// What a unit in the section's state can at most become at its output, sooner or later.
  ///
  /// With poles p and q the section's own answer is a sum of pⁱ qʲ over i + j = n, and so at most
  /// the sum of all powers of the larger one.
  fileprivate var stateGain: Double {
    let discriminant = a1 * a1 / 4 - a2
    let radius =
      discriminant < 0
      ? a2.squareRoot() : a1.magnitude / 2 + discriminant.squareRoot()
    return 1 / Swift.max(1 - radius, 1e-9)
  }
}

extension [BiquadSection] {
  /// The response of all sections after each other to a unit impulse.
  ///
  /// - Parameter limit: the most frames that are computed.
  /// - Returns: the frames up to the last one that is not 150 dB below the largest; `[1]` without
  ///   sections.
  /// - Complexity: sections × frames. Thread: control.
  public func impulseResponse(limit: Int = 1 << 20) -> [Double] {
    let floor = 3.16e-8
    let stateGains = map(\.stateGain)
    var state = [(Double, Double)](repeating: (0, 0), count: count)
    var response: [Double] = []
    var peak = 0.0
    var rest = 0.0
    repeat {
      var sample = response.isEmpty ? 1.0 : 0
      rest = 0
      for (index, section) in enumerated() {
        let input = sample
        sample = section.b0 * input + state[index].0
        state[index].0 = section.b1 * input - section.a1 * sample + state[index].1
        state[index].1 = section.b2 * input - section.a2 * sample
        rest += stateGains[index] * (state[index].0.magnitude + state[index].1.magnitude)
      }
      response.append(sample)
      peak = Swift.max(peak, sample.magnitude)
    } while rest > floor * peak && response.count < limit
    let end = response.lastIndex { $0.magnitude > floor * peak }
    return [Double](response.prefix((end ?? 0) + 1))
  }
}

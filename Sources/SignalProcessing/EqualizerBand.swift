internal import Glibc

/// One band of a parametric equaliser.
public struct EqualizerBand: Equatable, Sendable {
  /// What the band does around its frequency.
  public enum Shape: Equatable, Sendable, CaseIterable {
    /// A bell of the band's gain.
    case peak
    /// The gain below the frequency, half of its decibels at it.
    case lowShelf
    /// The gain above the frequency, half of its decibels at it.
    case highShelf
    /// Falls by 12 dB per octave above the frequency.
    case lowPass
    /// Falls by 12 dB per octave below the frequency.
    case highPass
    /// Nothing at the frequency.
    case notch
    /// Turns the phase by 180° at the frequency.
    case allPass
    /// 0 dB at the frequency, falling by 6 dB per octave on both sides.
    case bandPass
  }

  public var shape: Shape
  /// Between 0 and 0.5, both excluded.
  public var cyclesPerFrame: Double
  /// Used by peaks and shelves only.
  public var gainDecibels: Double
  /// Q: the frequency over the bandwidth; above 0.
  public var quality: Double

  public init(shape: Shape, cyclesPerFrame: Double, gainDecibels: Double = 0, quality: Double) {
    self.shape = shape
    self.cyclesPerFrame = cyclesPerFrame
    self.gainDecibels = gainDecibels
    self.quality = quality
  }
}

extension BiquadSection {
  /// The digital filter of a band: its analogue one through the bilinear transform, which is exact at
  /// the band's frequency and squeezes those up to infinity below half the rate.
  ///
  /// - Precondition: the band's frequency and Q are allowed.
  /// - Source: Bristow-Johnson, Cookbook formulae for audio EQ biquad filter coefficients, 1998.
  public init(_ band: EqualizerBand) {
    precondition(band.cyclesPerFrame > 0 && band.cyclesPerFrame < 0.5)
    precondition(band.quality > 0)
    let design = BiquadDesign(band)
    switch band.shape {
    case .peak: self = design.peak
    case .lowShelf: self = design.lowShelf
    case .highShelf: self = design.highShelf
    case .lowPass: self = design.lowPass
    case .highPass: self = design.highPass
    case .notch: self = design.notch
    case .allPass: self = design.allPass
    case .bandPass: self = design.bandPass
    }
  }
}

/// The cookbook's formulae, in its symbols.
private struct BiquadDesign {
  /// cos ω₀.
  let c: Double
  /// 1 - cos ω₀, without the cancellation at low frequencies.
  let v: Double
  /// sin ω₀ / 2Q.
  let alpha: Double
  /// The square root of the gain.
  let A: Double

  init(_ band: EqualizerBand) {
    let w = 2 * Double.pi * band.cyclesPerFrame
    c = cos(w)
    v = 2 * sin(w / 2) * sin(w / 2)
    alpha = sin(w) / (2 * band.quality)
    A = pow(10, band.gainDecibels / 40)
  }

  var peak: BiquadSection {
    BiquadSection(1 + alpha * A, -2 * c, 1 - alpha * A, over: 1 + alpha / A, -2 * c, 1 - alpha / A)
  }

  /// (A + 1) - (A - 1) c is written 2 + (A - 1) v, and so are its relatives.
  var lowShelf: BiquadSection {
    let s = 2 * A.squareRoot() * alpha
    return BiquadSection(
      A * (2 + (A - 1) * v + s), 2 * A * (-2 + (A + 1) * v), A * (2 + (A - 1) * v - s),
      over: 2 * A - (A - 1) * v + s, -2 * (2 * A - (A + 1) * v), 2 * A - (A - 1) * v - s)
  }

  var highShelf: BiquadSection {
    let s = 2 * A.squareRoot() * alpha
    return BiquadSection(
      A * (2 * A - (A - 1) * v + s), -2 * A * (2 * A - (A + 1) * v), A * (2 * A - (A - 1) * v - s),
      over: 2 + (A - 1) * v + s, 2 * (-2 + (A + 1) * v), 2 + (A - 1) * v - s)
  }

  var lowPass: BiquadSection {
    BiquadSection(v / 2, v, v / 2, over: 1 + alpha, -2 * c, 1 - alpha)
  }

  var highPass: BiquadSection {
    BiquadSection((1 + c) / 2, -(1 + c), (1 + c) / 2, over: 1 + alpha, -2 * c, 1 - alpha)
  }

  var notch: BiquadSection {
    BiquadSection(1, -2 * c, 1, over: 1 + alpha, -2 * c, 1 - alpha)
  }

  var allPass: BiquadSection {
    BiquadSection(1 - alpha, -2 * c, 1 + alpha, over: 1 + alpha, -2 * c, 1 - alpha)
  }

  var bandPass: BiquadSection {
    BiquadSection(alpha, 0, -alpha, over: 1 + alpha, -2 * c, 1 - alpha)
  }
}

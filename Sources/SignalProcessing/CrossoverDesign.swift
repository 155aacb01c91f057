internal import Glibc

/// The recursive filters of a two-way crossover.
public struct CrossoverDesign: Equatable, Sendable {
  /// How the ways meet.
  public enum Alignment: Equatable, Sendable {
    /// Both ways at -6.02 dB and in phase where they meet: their sum is an all-pass, flat.
    case linkwitzRiley
    /// Both ways at -3.01 dB where they meet: their powers add up to 1.
    case butterworth
  }

  /// One of the two outputs.
  public enum Way: Equatable, Sendable { case low, high }

  public let alignment: Alignment
  /// Decibels per octave over 6.02.
  public let order: Int
  /// Where the ways meet.
  public let cyclesPerFrame: Double

  /// - Precondition: an order of 1 to 16, even for Linkwitz and Riley; a frequency between 0 and
  ///   0.5, both excluded.
  public init(alignment: Alignment, order: Int, cyclesPerFrame: Double) {
    precondition((1...16).contains(order))
    precondition(alignment == .butterworth || order % 2 == 0)
    precondition(cyclesPerFrame > 0 && cyclesPerFrame < 0.5)
    self.alignment = alignment
    self.order = order
    self.cyclesPerFrame = cyclesPerFrame
  }

  /// The sections of one way.
  ///
  /// The high way of Linkwitz and Riley's orders 2, 6, … comes with its polarity turned: there the
  /// ways are half a turn apart, and only so is their sum flat.
  ///
  /// - Source: Butterworth 1930; Linkwitz, Journal of the AES 24 (1976) 2.
  public func sections(_ way: Way) -> [BiquadSection] {
    switch alignment {
    case .butterworth:
      return butterworth(order, way) + (order % 2 == 1 ? [firstOrder(way)] : [])
    case .linkwitzRiley:
      let half = order / 2
      let pairs = butterworth(half, way)
      guard half % 2 == 1 else { return pairs + pairs }
      let middle = section(way, quality: 0.5)
      return pairs + pairs + [way == .high ? middle.inverted : middle]
    }
  }

  /// The pairs of poles of a Butterworth filter; one of odd order has one more.
  private func butterworth(_ order: Int, _ way: Way) -> [BiquadSection] {
    (0..<order / 2).map { pair in
      let angle = Double.pi * Double(2 * pair + 1) / Double(2 * order)
      return section(way, quality: 1 / (2 * sin(angle)))
    }
  }

  private func section(_ way: Way, quality: Double) -> BiquadSection {
    BiquadSection(
      EqualizerBand(
        shape: way == .low ? .lowPass : .highPass, cyclesPerFrame: cyclesPerFrame,
        quality: quality))
  }

  private func firstOrder(_ way: Way) -> BiquadSection {
    let k = tan(Double.pi * cyclesPerFrame)
    switch way {
    case .low: return BiquadSection(k, k, 0, over: 1 + k, k - 1, 0)
    case .high: return BiquadSection(1, -1, 0, over: 1 + k, k - 1, 0)
    }
  }
}

internal import Glibc
internal import SignalProcessing

/// A scale with its ticks.
public struct Axis: Equatable, Sendable {
  /// How values lie along an axis.
  public enum Scale: Equatable, Sendable {
    case linear, logarithmic
  }

  /// A place on an axis; one without text is a minor one.
  public struct Tick: Equatable, Sendable {
    /// In the axis' unit.
    public let value: Double
    /// The number as it is shown; empty for a minor one.
    public let text: String
  }

  /// What the numbers are, such as "Hz".
  public let label: String
  /// What it spans, from its beginning to its end.
  public let range: ClosedRange<Double>
  /// How values lie along it.
  public let scale: Scale
  /// Within the range, from low to high.
  public let ticks: [Tick]

  /// Equal steps of 1, 2, 2.5 or 5 times a power of ten.
  ///
  /// - Parameter about: how many steps are wished for.
  /// - Parameter steps: the only steps that are allowed, if any are given.
  /// - Precondition: the range is not empty.
  public static func linear(
    _ range: ClosedRange<Double>, label: String, about count: Int = 6, steps: [Double] = []
  ) -> Axis {
    precondition(range.upperBound > range.lowerBound)
    let wished = (range.upperBound - range.lowerBound) / Double(max(count, 1))
    let step = steps.first { $0 >= wished * 0.75 } ?? steps.last ?? niceStep(wished)
    let decimals = step.decimals
    // A hair of tolerance keeps the ticks at both ends.
    let first = (range.lowerBound / step - 1e-6).rounded(.up)
    let last = (range.upperBound / step + 1e-6).rounded(.down)
    let ticks = stride(from: first, through: max(first, last), by: 1).map {
      Tick(value: $0 * step, text: ($0 * step).axisText(decimals: decimals))
    }
    return Axis(
      label: label, range: range, scale: .linear,
      ticks: ticks.filter { $0.value <= range.upperBound + step * 1e-6 })
  }

  /// Decades, with text at 1, 2 and 5 and minor ticks between.
  ///
  /// - Precondition: the range lies above 0.
  public static func logarithmic(_ range: ClosedRange<Double>, label: String) -> Axis {
    precondition(range.lowerBound > 0 && range.upperBound > range.lowerBound)
    var ticks: [Tick] = []
    let tolerance = 1e-6
    for decade in Int(floor(log10(range.lowerBound)))...Int(ceil(log10(range.upperBound))) {
      for digit in 1...9 {
        let value = Double(digit) * pow(10, Double(decade))
        guard value >= range.lowerBound * (1 - tolerance),
          value <= range.upperBound * (1 + tolerance)
        else { continue }
        ticks.append(Tick(value: value, text: [1, 2, 5].contains(digit) ? thousands(value) : ""))
      }
    }
    return Axis(label: label, range: range, scale: .logarithmic, ticks: ticks)
  }

  /// Equal parts with names in their middles, from the top down; the values are 0 to their number.
  public static func lanes(_ names: [String], label: String) -> Axis {
    let count = Double(max(names.count, 1))
    let ticks = names.enumerated().reversed().map { index, name in
      Tick(value: count - Double(index) - 0.5, text: name)
    }
    return Axis(label: label, range: 0...count, scale: .linear, ticks: ticks)
  }

  /// Where a value stands, 0 at the beginning of the range and 1 at its end.
  public func position(of value: Double) -> Double {
    switch scale {
    case .linear: (value - range.lowerBound) / (range.upperBound - range.lowerBound)
    case .logarithmic:
      log(value / range.lowerBound) / log(range.upperBound / range.lowerBound)
    }
  }

  /// The value at a position from 0 to 1.
  public func value(at position: Double) -> Double {
    switch scale {
    case .linear: range.lowerBound + position * (range.upperBound - range.lowerBound)
    case .logarithmic:
      range.lowerBound * pow(range.upperBound / range.lowerBound, position)
    }
  }

  /// The smallest of 1, 2, 2.5 and 5 times a power of ten that is not much below what is wished for.
  private static func niceStep(_ wished: Double) -> Double {
    let power = pow(10, floor(log10(wished)))
    return [1, 2, 2.5, 5].map { $0 * power }.first { $0 >= wished * 0.9 } ?? 10 * power
  }

  /// 500, 1k, 20k.
  private static func thousands(_ value: Double) -> String {
    let (number, unit) = value > 999.5 ? (value / 1000, "k") : (value, "")
    return number.axisText(decimals: number.decimals) + unit
  }
}

extension Double {
  /// The least decimals that show the number to a millionth of it.
  var decimals: Int {
    (0..<9).first { decimals in
      let scaled = self * pow(10, Double(decimals))
      return (scaled - scaled.rounded()).magnitude <= 1e-6 * scaled.magnitude
    } ?? 9
  }

  /// With a minus as wide as a digit.
  func axisText(decimals: Int) -> String {
    let text = text(decimals: decimals)
    return text.hasPrefix("-") ? "−" + text.dropFirst() : text
  }
}

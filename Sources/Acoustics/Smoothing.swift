internal import Glibc

/// Over which part of an octave a curve over frequency is averaged.
public enum Smoothing: Equatable, Sendable {
  case none
  /// One nth of an octave around each frequency.
  case octaves(Double)

  /// The frequencies that count for one, Hz.
  func edges(around hertz: Double) -> (lower: Double, upper: Double) {
    switch self {
    case .none: return (hertz, hertz)
    case .octaves(let width):
      let factor = exp2(width / 2)
      return (hertz / factor, hertz * factor)
    }
  }
}

/// Sums over any range of frequencies of what is given per bin, each bin filling its own width.
struct BinSums {
  /// The sum of all bins before each.
  private let sums: [Double]
  private let binHertz: Double

  init(_ values: [Double], binHertz: Double) {
    var sum = 0.0
    sums =
      [0]
      + values.map {
        sum += $0
        return sum
      }
    self.binHertz = binHertz
  }

  /// The mean per bin between two frequencies; one bin's width at least.
  func mean(_ lower: Double, _ upper: Double) -> Double {
    // A bin reaches half a width to each side of its frequency.
    var low = lower / binHertz + 0.5, high = upper / binHertz + 0.5
    if high - low < 1 { (low, high) = ((low + high - 1) / 2, (low + high + 1) / 2) }
    (low, high) = (max(low, 0), min(high, Double(sums.count - 1)))
    return (sum(before: high) - sum(before: low)) / max(high - low, 1e-9)
  }

  private func sum(before place: Double) -> Double {
    let index = min(Int(place), sums.count - 2)
    return sums[index] + (place - Double(index)) * (sums[index + 1] - sums[index])
  }
}

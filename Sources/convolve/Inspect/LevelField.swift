internal import Acoustics
internal import SignalProcessing

/// Levels over time and frequency, as a spectrogram shows them.
struct LevelField {
  /// dB, `[column][bin]`.
  var values: [Double]
  let columnCount: Int
  let binCount: Int
  let columnSeconds: Double
  let binHertz: Double

  /// - Parameter depth: levels so far below the loudest are all taken for that, in dB.
  init(_ spectrogram: Spectrogram, depth: Double) {
    (columnCount, binCount) = (spectrogram.columnCount, spectrogram.binCount)
    (columnSeconds, binHertz) = (spectrogram.columnSeconds, spectrogram.binHertz)
    let loudest = spectrogram.powers.reduce(0, max)
    let least = max(loudest * Decibels(-depth).power, 1e-30)
    values = spectrogram.powers.map { Decibels(power: max($0, least)).value }
  }

  /// The mean over a rectangle, or between the nearest points where it lies between them.
  func level(seconds: Range<Double>, hertz: Range<Double>) -> Double {
    let columns = Self.weights(seconds, step: columnSeconds, count: columnCount)
    let bins = Self.weights(hertz, step: binHertz, count: binCount)
    var sum = 0.0
    for (column, columnWeight) in columns {
      for (bin, binWeight) in bins {
        sum += columnWeight * binWeight * values[column * binCount + bin]
      }
    }
    return sum
  }

  /// Which points of an axis count for a range, and how much; together 1.
  private static func weights(
    _ range: Range<Double>, step: Double, count: Int
  ) -> [(index: Int, weight: Double)] {
    let (low, high) = (range.lowerBound / step, range.upperBound / step)
    if high - low > 1 {
      let first = min(max(Int(low.rounded(.up)), 0), count - 1)
      let last = min(max(Int(high.rounded(.down)), first), count - 1)
      return (first...last).map { ($0, 1 / Double(last - first + 1)) }
    }
    let place = min(max((low + high) / 2, 0), Double(count - 1))
    let index = min(Int(place), max(count - 2, 0)), part = place - Double(index)
    return count == 1 ? [(0, 1)] : [(index, 1 - part), (index + 1, part)]
  }
}

internal import Acoustics
internal import Convolution
internal import SignalProcessing

/// Levels over time and frequency, as a spectrogram shows them.
struct LevelField {
  /// dB: a row per frequency from 0 Hz upwards, a column per moment.
  var picture: Picture
  let columnSeconds: Double
  let binHertz: Double

  /// - Parameter depth: levels so far below the loudest are all taken for that, in dB.
  init(_ spectrogram: Spectrogram, depth: Double) {
    (columnSeconds, binHertz) = (spectrogram.columnSeconds, spectrogram.binHertz)
    let (columns, bins) = (spectrogram.columnCount, spectrogram.binCount)
    let loudest = spectrogram.powers.reduce(0, max)
    let least = max(loudest * Decibels(-depth).power, 1e-30)
    var picture = Picture(
      rowCount: bins, columnCount: columns, values: [Double](repeating: 0, count: columns * bins))
    for column in 0..<columns {
      for bin in 0..<bins {
        let power = max(spectrogram.powers[column * bins + bin], least)
        picture[bin, column] = Decibels(power: power).value
      }
    }
    self.picture = picture
  }

  /// The mean over a rectangle, or between the nearest points where it lies between them.
  func level(seconds: Range<Double>, hertz: Range<Double>) -> Double {
    let columns = Self.weights(seconds, step: columnSeconds, count: picture.columnCount)
    let bins = Self.weights(hertz, step: binHertz, count: picture.rowCount)
    var sum = 0.0
    for (bin, binWeight) in bins {
      for (column, columnWeight) in columns {
        sum += columnWeight * binWeight * picture[bin, column]
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

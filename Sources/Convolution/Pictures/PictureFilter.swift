#if canImport(Glibc)
  import Glibc
#endif

/// A two-dimensional filter by its name: `mean:3x3`, `gaussian:5x5`, `sobel`.
///
/// Sizes are odd, so that nothing moves.
public enum PictureFilter: Equatable, Sendable {
  /// The mean of so many rows by so many columns.
  case mean(rows: Int, columns: Int)
  /// A mean that weighs by a Gaussian, whose width follows from the size: see ``sigma(size:)``.
  case gaussian(rows: Int, columns: Int)
  /// Sobel's estimate of the slope from row to row: positive where values rise with the row.
  case sobelRows
  /// The same from column to column.
  case sobelColumns
  /// The steepness whatever its direction: the root of the sum of both squares.
  case sobel

  /// The largest size of a mean or a Gaussian along an axis.
  public static let largestSize = 1001
  /// How filters are named, for messages.
  public static let forms = "mean:RxC, gaussian:RxC, sobel, sobel-rows, sobel-columns"

  /// - Errors: for a name or a size that is none.
  public init(name: String) throws(PictureFilterError) {
    let parts = name.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
    switch (parts[0], parts.count) {
    case ("sobel", 1): self = .sobel
    case ("sobel-rows", 1): self = .sobelRows
    case ("sobel-columns", 1): self = .sobelColumns
    case ("mean", 2):
      let size = try Self.size(parts[1], of: name)
      self = .mean(rows: size.rows, columns: size.columns)
    case ("gaussian", 2):
      let size = try Self.size(parts[1], of: name)
      self = .gaussian(rows: size.rows, columns: size.columns)
    default:
      throw PictureFilterError(
        "\"\(name)\" is no kernel of two dimensions; there are \(Self.forms)")
    }
  }

  private static func size(
    _ text: Substring, of name: String
  ) throws(PictureFilterError) -> (rows: Int, columns: Int) {
    let numbers = text.split(separator: "x", omittingEmptySubsequences: false).map { Int($0) }
    guard numbers.count == 2, let rows = numbers[0], let columns = numbers[1],
      [rows, columns].allSatisfy({ (1...largestSize).contains($0) && $0 % 2 == 1 })
    else {
      throw PictureFilterError(
        "\"\(name)\" has no size of rows by columns, both odd and 1 to \(largestSize): write "
          + "\(name.prefix { $0 != ":" }):3x5")
    }
    return (rows, columns)
  }

  /// The standard deviation of a Gaussian of so many values, in values:
  /// 0.3 ((size - 1) / 2 - 1) + 0.8, as OpenCV has it. 0.8 for 3, 1.1 for 5, 1.4 for 7.
  public static func sigma(size: Int) -> Double { 0.3 * (Double(size - 1) / 2 - 1) + 0.8 }

  /// The filtered picture, of the same size.
  ///
  /// Means keep a level, and a slope is the difference to the next value: in a spectrogram in
  /// decibels, dB for each row or column.
  ///
  /// - Parameter border: beyond the edge; what suits the filter if not given: a mirror for means,
  ///   the edge's value for slopes.
  public func apply(to picture: Picture, border: Picture.Border? = nil) -> Picture {
    switch self {
    case .mean, .gaussian: picture.correlated(with: kernel, border: border ?? .mirrored)
    case .sobelRows, .sobelColumns: picture.correlated(with: kernel, border: border ?? .nearest)
    case .sobel:
      steepness(
        PictureFilter.sobelRows.apply(to: picture, border: border),
        PictureFilter.sobelColumns.apply(to: picture, border: border))
    }
  }

  private func steepness(_ down: Picture, _ across: Picture) -> Picture {
    var result = down
    for index in result.values.indices {
      result.values[index] = hypot(down.values[index], across.values[index])
    }
    return result
  }

  /// Laid on as it stands: a correlation. Of `sobel`, which is no single one, the columns'.
  private var kernel: Picture {
    switch self {
    case .mean(let rows, let columns):
      .product(column: Self.mean(rows), row: Self.mean(columns))
    case .gaussian(let rows, let columns):
      .product(column: Self.gaussian(rows), row: Self.gaussian(columns))
    case .sobelRows: .product(column: [-0.5, 0, 0.5], row: [0.25, 0.5, 0.25])
    case .sobelColumns, .sobel: .product(column: [0.25, 0.5, 0.25], row: [-0.5, 0, 0.5])
    }
  }

  private static func mean(_ size: Int) -> [Double] {
    [Double](repeating: 1 / Double(size), count: size)
  }

  private static func gaussian(_ size: Int) -> [Double] {
    let weights = (0..<size).map { place in
      let distance = Double(place - size / 2) / sigma(size: size)
      return exp(-0.5 * distance * distance)
    }
    let sum = weights.reduce(0, +)
    return weights.map { $0 / sum }
  }
}

/// Why a name is no filter: a sentence.
public struct PictureFilterError: Error, Equatable, CustomStringConvertible, Sendable {
  public let description: String

  init(_ description: String) { self.description = description }
}

extension Picture {
  /// A column times a row.
  static func product(column: [Double], row: [Double]) -> Picture {
    Picture(column.map { down in row.map { down * $0 } })
  }
}

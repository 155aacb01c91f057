/// A rectangle of numbers: a spectrogram, or a two-dimensional kernel.
public struct Picture: Equatable, Sendable {
  public let rowCount: Int
  public let columnCount: Int
  /// Row after row, `[rowCount][columnCount]`.
  public var values: [Double]

  /// - Precondition: `values` fills the rectangle.
  public init(rowCount: Int, columnCount: Int, values: [Double]) {
    precondition(rowCount >= 0 && columnCount >= 0)
    precondition(values.count == rowCount * columnCount)
    self.rowCount = rowCount
    self.columnCount = columnCount
    self.values = values
  }

  /// All zero.
  public init(rowCount: Int, columnCount: Int) {
    self.init(
      rowCount: rowCount, columnCount: columnCount,
      values: [Double](repeating: 0, count: rowCount * columnCount))
  }

  /// - Parameter rows: equal in length.
  public init(_ rows: [[Double]]) {
    let columnCount = rows.first?.count ?? 0
    precondition(rows.allSatisfy { $0.count == columnCount })
    self.init(rowCount: rows.count, columnCount: columnCount, values: Array(rows.joined()))
  }

  public subscript(row: Int, column: Int) -> Double {
    get { values[row * columnCount + column] }
    set { values[row * columnCount + column] = newValue }
  }

  /// The picture turned by half a turn: both axes reversed.
  public var turned: Picture {
    Picture(rowCount: rowCount, columnCount: columnCount, values: values.reversed())
  }
}

extension Reference {
  /// Picture and kernel convolved: y(r, c) = Σ x(i, j) h(r - i, c - j).
  ///
  /// - Parameter kernel: at least one value; turned around by the definition.
  /// - Parameter mode: applied to both axes; outside the picture is zero.
  public static func convolve(
    _ picture: Picture, _ kernel: Picture, mode: Mode = .full
  ) -> Picture {
    correlate(picture, kernel.turned, mode: mode)
  }

  /// Picture and kernel correlated: the kernel is laid on as it stands.
  ///
  /// Position (r, c) of the full result lays the kernel's last row and column on (r, c).
  public static func correlate(
    _ picture: Picture, _ kernel: Picture, mode: Mode = .full
  ) -> Picture {
    precondition(kernel.rowCount > 0 && kernel.columnCount > 0)
    if picture.values.isEmpty { return picture }
    let rows = mode.range(signal: picture.rowCount, kernel: kernel.rowCount)
    let columns = mode.range(signal: picture.columnCount, kernel: kernel.columnCount)
    var values: [Double] = []
    values.reserveCapacity(rows.count * columns.count)
    for row in rows {
      for column in columns {
        values.append(product(of: picture, kernel, lastAt: (row, column)))
      }
    }
    return Picture(rowCount: rows.count, columnCount: columns.count, values: values)
  }

  /// Sum of the products where the kernel, its last corner on `corner`, covers the picture.
  private static func product(
    of picture: Picture, _ kernel: Picture, lastAt corner: (row: Int, column: Int)
  ) -> Double {
    let top = corner.row - kernel.rowCount + 1, left = corner.column - kernel.columnCount + 1
    var sum = 0.0
    for row in max(0, top)...min(corner.row, picture.rowCount - 1) {
      for column in max(0, left)...min(corner.column, picture.columnCount - 1) {
        sum += picture[row, column] * kernel[row - top, column - left]
      }
    }
    return sum
  }
}

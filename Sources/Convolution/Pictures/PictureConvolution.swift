/// Convolution and correlation of pictures, fast: what ``Reference`` defines, by the cheapest of
/// three paths.
///
/// Small kernels are laid on value by value; kernels that are a column times a row, as means,
/// Gaussians and Sobel's are, in two passes of one dimension; large ones by way of the spectrum, a
/// tile at a time. All in float64: an error below -280 dB of the picture's energy, for the spectral
/// path of its tile's energy.
///
/// A spectrogram has bands for rows and moments for columns, or the other way round; nothing here
/// depends on it.
extension Picture {
  /// What is beyond the edge of a picture.
  public enum Border: CaseIterable, Sendable {
    /// Zeros, as the definition of convolution has it. An average darkens towards the edges, and in
    /// decibels, where 0 is loud, brightens.
    case zero
    /// The value of the edge, again and again. What a derivative wants: no edge where none is.
    case nearest
    /// The picture in a mirror that stands on the edge, `c b a | a b c`. What an average wants:
    /// every value keeps its weight. SciPy calls it `reflect`.
    case mirrored

    /// Which of `count` values stands at a place that may lie outside of them; `nil` for zero.
    func index(of place: Int, count: Int) -> Int? {
      if (0..<count).contains(place) { return place }
      switch self {
      case .zero: return nil
      case .nearest: return place < 0 ? 0 : count - 1
      case .mirrored:
        let turn = (place % (2 * count) + 2 * count) % (2 * count)
        return turn < count ? turn : 2 * count - 1 - turn
      }
    }
  }

  /// The picture convolved with a kernel, which is turned around by the definition.
  ///
  /// - Parameter kernel: at least one value.
  /// - Parameter mode: applied to both axes. `valid` never looks beyond the edge.
  /// - Parameter border: beyond the edge.
  /// - Precondition: finite values; one that is not may spoil a tile around it.
  /// - Complexity: about min(kernel values, kernel rows + columns if separable, 100) products for
  ///   each value. Thread: control.
  public func convolved(
    with kernel: Picture, mode: Reference.Mode = .same, border: Border = .zero
  ) -> Picture {
    correlated(with: kernel.turned, mode: mode, border: border)
  }

  /// The picture correlated with a kernel, which is laid on as it stands. See
  /// ``convolved(with:mode:border:)``.
  public func correlated(
    with kernel: Picture, mode: Reference.Mode = .same, border: Border = .zero
  ) -> Picture {
    precondition(kernel.rowCount > 0 && kernel.columnCount > 0, "a kernel has a value")
    if values.isEmpty { return self }
    let rows = mode.range(signal: rowCount, kernel: kernel.rowCount)
    let columns = mode.range(signal: columnCount, kernel: kernel.columnCount)
    if rows.isEmpty || columns.isEmpty {
      return Picture(rowCount: rows.count, columnCount: columns.count, values: [])
    }
    let under = extended(
      rows: rows.lowerBound - kernel.rowCount + 1..<rows.upperBound,
      columns: columns.lowerBound - kernel.columnCount + 1..<columns.upperBound, border)
    return PicturePath.cheapest(for: kernel, over: under).correlate(under)
  }

  /// The picture between places of which some lie beyond its edges.
  private func extended(rows: Range<Int>, columns: Range<Int>, _ border: Border) -> Picture {
    if rows == 0..<rowCount && columns == 0..<columnCount { return self }
    let sources = columns.map { border.index(of: $0, count: columnCount) }
    var result: [Double] = []
    result.reserveCapacity(rows.count * columns.count)
    for row in rows {
      guard let source = border.index(of: row, count: rowCount) else {
        result.append(contentsOf: repeatElement(0, count: columns.count))
        continue
      }
      for column in sources {
        result.append(column.map { values[source * columnCount + $0] } ?? 0)
      }
    }
    return Picture(rowCount: rows.count, columnCount: columns.count, values: result)
  }
}

/// How a kernel is laid on every place where it lies wholly within a picture.
enum PicturePath {
  /// Value by value.
  case direct(Picture)
  /// A column of the kernel, then a row.
  case separable(column: Picture, row: Picture)
  /// Through the spectra of tiles.
  case spectral(Picture, PictureTiles)

  /// - Parameter picture: at least as large as the kernel on both axes.
  static func cheapest(for kernel: Picture, over picture: Picture) -> PicturePath {
    let places =
      (picture.rowCount - kernel.rowCount + 1) * (picture.columnCount - kernel.columnCount + 1)
    let tiles = PictureTiles(kernel: kernel, picture: picture)
    let spectral = tiles.cost
    if let (column, row) = kernel.factors, kernel.rowCount > 1, kernel.columnCount > 1 {
      let down =
        kernel.rowCount * picture.columnCount
        * (picture.rowCount - kernel.rowCount + 1)
      if Double(down + kernel.columnCount * places) < spectral {
        return .separable(column: column, row: row)
      }
    }
    let direct = Double(kernel.values.count * places)
    return direct < spectral ? .direct(kernel) : .spectral(kernel, tiles)
  }

  /// The kernel as it stands on every place where it lies wholly within the picture.
  func correlate(_ picture: Picture) -> Picture {
    switch self {
    case .direct(let kernel): picture.covered(by: kernel)
    case .separable(let column, let row): picture.covered(by: column).covered(by: row)
    case .spectral(let kernel, let tiles): tiles.correlate(picture, kernel)
    }
  }
}

extension Picture {
  /// A column and a row whose products are the picture, if there are such: its values differ from
  /// the products by no more than their rounding.
  var factors: (column: Picture, row: Picture)? {
    guard let pivot = values.indices.max(by: { values[$0].magnitude < values[$1].magnitude }),
      values[pivot] != 0
    else { return nil }
    let (top, left) = (pivot / columnCount, pivot % columnCount)
    let column = (0..<rowCount).map { self[$0, left] }
    let row = (0..<columnCount).map { self[top, $0] / values[pivot] }
    let tolerance = 4 * values[pivot].magnitude * Double.ulpOfOne
    for (index, value) in values.enumerated() {
      let product = column[index / columnCount] * row[index % columnCount]
      guard (value - product).magnitude <= tolerance else { return nil }
    }
    return (
      Picture(rowCount: rowCount, columnCount: 1, values: column),
      Picture(rowCount: 1, columnCount: columnCount, values: row)
    )
  }

  /// The kernel laid on every place where it lies wholly within the picture, value by value.
  func covered(by kernel: Picture) -> Picture {
    let rows = rowCount - kernel.rowCount + 1, columns = columnCount - kernel.columnCount + 1
    let result = [Double](unsafeUninitializedCapacity: rows * columns) { result, count in
      values.withUnsafeBufferPointer { values in
        kernel.values.withUnsafeBufferPointer { weights in
          guard let from = values.baseAddress, let to = result.baseAddress,
            let weights = weights.baseAddress
          else { return }
          for row in 0..<rows {
            cover(
              from + row * columnCount, weights, kernel, to: to + row * columns, columns: columns)
          }
        }
      }
      count = rows * columns
    }
    return Picture(rowCount: rows, columnCount: columns, values: result)
  }

  /// One row of the result: sixteen sums at a time stay in registers over the whole kernel.
  private func cover(
    _ from: UnsafePointer<Double>, _ weights: UnsafePointer<Double>, _ kernel: Picture,
    to: UnsafeMutablePointer<Double>, columns: Int
  ) {
    var column = 0
    while column &+ 16 <= columns {
      var low = SIMD8<Double>.zero, high = SIMD8<Double>.zero
      var weight = weights
      for line in 0..<kernel.rowCount {
        var place = UnsafeRawPointer(from + (line &* columnCount &+ column))
        for _ in 0..<kernel.columnCount {
          low += weight.pointee * place.loadUnaligned(as: SIMD8<Double>.self)
          high += weight.pointee * place.loadUnaligned(fromByteOffset: 64, as: SIMD8<Double>.self)
          place += 8
          weight += 1
        }
      }
      let target = UnsafeMutableRawPointer(to + column)
      target.storeBytes(of: low, as: SIMD8<Double>.self)
      target.storeBytes(of: high, toByteOffset: 64, as: SIMD8<Double>.self)
      column &+= 16
    }
    while column < columns {
      var sum = 0.0
      for line in 0..<kernel.rowCount {
        for across in 0..<kernel.columnCount {
          sum +=
            weights[line &* kernel.columnCount &+ across]
            * from[line &* columnCount &+ column &+ across]
        }
      }
      to[column] = sum
      column &+= 1
    }
  }
}

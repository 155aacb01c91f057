/// Correlation by overlap-save: tiles of a picture whose spectra are multiplied by the kernel's.
///
/// Two tiles are one complex transform, because the kernel is real: the one comes back as the real
/// part, the other as the imaginary one.
///
/// - Source: Stockham, AFIPS Spring Joint Computer Conference 28 (1966) 229; here on both axes.
struct PictureTiles {
  /// A tile's rows and columns, each a power of two of at least 8.
  let rows: Int
  let columns: Int
  /// What the whole costs, in products of the direct path.
  let cost: Double

  /// Products of the direct path that take as long as one step of a transform over one value.
  private static let stepCost = 4.0
  /// Tiles larger than this leave the cache; only a kernel that needs one gets it.
  private static let cachedValues = 1 << 16

  /// The cheapest tiles for a kernel that lies within the picture.
  init(kernel: Picture, picture: Picture) {
    var best = (rows: 0, columns: 0, cost: Double.infinity)
    let rowChoices = Self.sizes(kernel: kernel.rowCount, picture: picture.rowCount)
    let columnChoices = Self.sizes(kernel: kernel.columnCount, picture: picture.columnCount)
    for rows in rowChoices {
      for columns in columnChoices {
        let isSmallest = rows == rowChoices[0] && columns == columnChoices[0]
        guard isSmallest || rows * columns <= Self.cachedValues else { continue }
        let cost = Self.cost(kernel, picture, rows: rows, columns: columns)
        if cost < best.cost { best = (rows, columns, cost) }
      }
    }
    (rows, columns, cost) = best
  }

  /// Tiles of a given size, at least the kernel's.
  init(kernel: Picture, picture: Picture, rows: Int, columns: Int) {
    precondition(rows >= kernel.rowCount && columns >= kernel.columnCount)
    (self.rows, self.columns) = (rows, columns)
    cost = Self.cost(kernel, picture, rows: rows, columns: columns)
  }

  /// There and back for each pair of tiles, and the kernel's own transform.
  private static func cost(
    _ kernel: Picture, _ picture: Picture, rows: Int, columns: Int
  ) -> Double {
    let down = count(picture.rowCount, kernel.rowCount, tile: rows)
    let across = count(picture.columnCount, kernel.columnCount, tile: columns)
    let transforms = 2 * ((down * across + 1) / 2) + 1
    // What is done once to each value beside the steps takes as long as about four of them.
    let steps = Double((rows * columns).trailingZeroBitCount + 4)
    return Double(transforms * rows * columns) * steps * stepCost
  }

  /// From the smallest that holds the kernel to the smallest that holds the picture.
  private static func sizes(kernel: Int, picture: Int) -> [Int] {
    var size = 8
    while size < kernel { size *= 2 }
    var sizes = [size]
    while size < picture {
      size *= 2
      sizes.append(size)
    }
    return sizes
  }

  /// Tiles along an axis.
  private static func count(_ picture: Int, _ kernel: Int, tile: Int) -> Int {
    let fresh = tile - kernel + 1
    return (picture - kernel + fresh) / fresh
  }

  /// The kernel as it stands on every place where it lies wholly within the picture.
  func correlate(_ picture: Picture, _ kernel: Picture) -> Picture {
    let transform = PictureTransform(rows: rows, columns: columns)
    let weights = PictureSpectrum(rows: rows, columns: columns)
    // A correlation is a convolution with the turned kernel.
    weights.load(kernel.turned, from: (0, 0), into: .real)
    transform.forward(weights)
    weights.scale(by: 1 / Double(rows * columns))
    var result = Picture(
      rowCount: picture.rowCount - kernel.rowCount + 1,
      columnCount: picture.columnCount - kernel.columnCount + 1)
    let corners = corners(of: result, kernel)
    let tile = PictureSpectrum(rows: rows, columns: columns)
    for first in stride(from: 0, to: corners.count, by: 2) {
      tile.load(picture, from: corners[first], into: .real)
      let second = first + 1 < corners.count ? corners[first + 1] : nil
      if let second {
        tile.load(picture, from: second, into: .imaginary)
      } else {
        tile.clear(.imaginary)
      }
      transform.forward(tile)
      tile.multiply(by: weights)
      transform.inverse(tile)
      let covered = (kernel.rowCount - 1, kernel.columnCount - 1)
      tile.store(.real, behind: covered, to: &result, at: corners[first])
      if let second { tile.store(.imaginary, behind: covered, to: &result, at: second) }
    }
    return result
  }

  /// The first row and column of each tile, in the picture and in the result alike.
  private func corners(of result: Picture, _ kernel: Picture) -> [(row: Int, column: Int)] {
    stride(from: 0, to: result.rowCount, by: rows - kernel.rowCount + 1).flatMap { row in
      stride(from: 0, to: result.columnCount, by: columns - kernel.columnCount + 1).map {
        (row, $0)
      }
    }
  }
}

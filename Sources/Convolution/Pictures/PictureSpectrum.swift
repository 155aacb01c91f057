/// A tile of complex numbers, real and imaginary parts apart, aligned for vectors.
///
/// - Thread: any one at a time.
final class PictureSpectrum {
  /// Which of a complex number's parts.
  enum Part { case real, imaginary }

  let rows: Int
  let columns: Int
  /// Row after row; a transform exchanges the axes and back.
  let real: UnsafeMutablePointer<Double>
  let imaginary: UnsafeMutablePointer<Double>

  /// All zero. - Precondition: both counts are multiples of 8.
  init(rows: Int, columns: Int) {
    precondition(rows % 8 == 0 && columns % 8 == 0)
    self.rows = rows
    self.columns = columns
    let count = rows * columns
    let base = UnsafeMutableRawPointer.allocate(byteCount: 16 * count, alignment: 64)
    real = base.initializeMemory(as: Double.self, repeating: 0, count: 2 * count)
    imaginary = real + count
  }

  deinit { UnsafeMutableRawPointer(real).deallocate() }

  private func values(_ part: Part) -> UnsafeMutablePointer<Double> {
    switch part {
    case .real: real
    case .imaginary: imaginary
    }
  }

  func clear(_ part: Part) { values(part).update(repeating: 0, count: rows * columns) }

  /// Fills a part with what a picture holds from a corner on; zeros behind its end.
  func load(_ picture: Picture, from corner: (row: Int, column: Int), into part: Part) {
    clear(part)
    let values = values(part)
    let width = min(columns, picture.columnCount - corner.column)
    picture.values.withUnsafeBufferPointer { source in
      guard let source = source.baseAddress else { return }
      for row in 0..<min(rows, picture.rowCount - corner.row) {
        let start = (corner.row + row) * picture.columnCount + corner.column
        (values + row * columns).update(from: source + start, count: width)
      }
    }
  }

  /// Hands a part on from a place within the tile, as far as the picture has room for it.
  func store(
    _ part: Part, behind covered: (rows: Int, columns: Int), to picture: inout Picture,
    at corner: (row: Int, column: Int)
  ) {
    let values = values(part)
    let height = min(rows - covered.rows, picture.rowCount - corner.row)
    let width = min(columns - covered.columns, picture.columnCount - corner.column)
    let pitch = picture.columnCount
    picture.values.withUnsafeMutableBufferPointer { target in
      guard let target = target.baseAddress else { return }
      for row in 0..<height {
        (target + (corner.row + row) * pitch + corner.column).update(
          from: values + (covered.rows + row) * columns + covered.columns, count: width)
      }
    }
  }

  func scale(by factor: Double) {
    for index in 0..<2 * rows * columns { real[index] *= factor }
  }

  /// Every number by its counterpart.
  func multiply(by other: PictureSpectrum) {
    let count = rows * columns / 8
    let (re, im) = (vectors(real), vectors(imaginary))
    let (otherRe, otherIm) = (vectors(other.real), vectors(other.imaginary))
    for index in 0..<count {
      let (a, b, c, d) = (re[index], im[index], otherRe[index], otherIm[index])
      re[index] = a * c - b * d
      im[index] = a * d + b * c
    }
  }
}

/// The same numbers, eight at a time.
@inline(__always)
func vectors(_ values: UnsafeMutablePointer<Double>) -> UnsafeMutablePointer<SIMD8<Double>> {
  UnsafeMutableRawPointer(values).assumingMemoryBound(to: SIMD8<Double>.self)
}

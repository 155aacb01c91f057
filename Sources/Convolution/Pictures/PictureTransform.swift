#if canImport(Glibc)
  import Glibc
#endif

/// The discrete Fourier transform of a tile in float64, in place, in an order of its own.
///
/// Each step combines whole rows, so that eight columns are one vector; then the axes are exchanged
/// and the same is done again. Forward decimates in frequency and inverse in time, so that nothing is
/// ever put in order: only products use the spectra.
///
/// - Source: Gentleman and Sande, AFIPS Fall Joint Computer Conference 29 (1966) 563.
struct PictureTransform {
  let rows: Int
  let columns: Int
  private let rowTurns: Turns
  private let columnTurns: Turns

  /// - Precondition: both are powers of two of at least 8.
  init(rows: Int, columns: Int) {
    precondition(rows >= 8 && rows.nonzeroBitCount == 1)
    precondition(columns >= 8 && columns.nonzeroBitCount == 1)
    self.rows = rows
    self.columns = columns
    rowTurns = Turns(rows)
    columnTurns = Turns(columns)
  }

  /// Replaces a tile by its spectrum: axes exchanged, each in bit-reversed order.
  func forward(_ tile: PictureSpectrum) {
    rowTurns.forward(tile, width: columns)
    exchangeAxes(of: tile, rows: rows, columns: columns)
    columnTurns.forward(tile, width: rows)
  }

  /// Replaces such a spectrum by its tile, times the tile's number of values.
  func inverse(_ tile: PictureSpectrum) {
    columnTurns.inverse(tile, width: rows)
    exchangeAxes(of: tile, rows: columns, columns: rows)
    rowTurns.inverse(tile, width: columns)
  }

  private func exchangeAxes(of tile: PictureSpectrum, rows: Int, columns: Int) {
    withUnsafeTemporaryAllocation(of: Double.self, capacity: rows * columns) { copy in
      guard let copy = copy.baseAddress else { return }
      for values in [tile.real, tile.imaginary] {
        copy.initialize(from: values, count: rows * columns)
        // Blocks of 8 by 8: each line of the cache is used up when it is touched.
        for row in stride(from: 0, to: rows, by: 8) {
          for column in stride(from: 0, to: columns, by: 8) {
            for i in 0..<8 {
              for j in 0..<8 {
                values[(column &+ j) &* rows &+ row &+ i] =
                  copy[(row &+ i) &* columns &+ column &+ j]
              }
            }
          }
        }
      }
    }
  }
}

/// Transforms of `count` rows, every column its own.
private struct Turns {
  let count: Int
  /// `exp(-2 pi i k / count)` for the first half of the circle.
  private let cosines: [Double]
  private let sines: [Double]

  /// Columns that are taken through all steps before the next: their rows stay in the cache.
  private static let stripVectors = 4

  init(_ count: Int) {
    self.count = count
    let angles = (0..<count / 2).map { -2 * Double.pi * Double($0) / Double(count) }
    cosines = angles.map { cos($0) }
    sines = angles.map { sin($0) }
  }

  func forward(_ tile: PictureSpectrum, width: Int) {
    forEachStrip(of: tile, width: width) { re, im, pitch, strip in
      var half = count / 2
      while half > 0 {
        forEachPair(half: half) { upper, lower, cosine, sine in
          for column in 0..<strip {
            let (a, b) = (upper &* pitch &+ column, lower &* pitch &+ column)
            let (x, y) = (re[a] - re[b], im[a] - im[b])
            re[a] += re[b]
            im[a] += im[b]
            re[b] = x * cosine - y * sine
            im[b] = x * sine + y * cosine
          }
        }
        half /= 2
      }
    }
  }

  func inverse(_ tile: PictureSpectrum, width: Int) {
    forEachStrip(of: tile, width: width) { re, im, pitch, strip in
      var half = 1
      while half < count {
        forEachPair(half: half) { upper, lower, cosine, sine in
          for column in 0..<strip {
            let (a, b) = (upper &* pitch &+ column, lower &* pitch &+ column)
            let (x, y) = (re[b] * cosine + im[b] * sine, im[b] * cosine - re[b] * sine)
            re[b] = re[a] - x
            im[b] = im[a] - y
            re[a] += x
            im[a] += y
          }
        }
        half *= 2
      }
    }
  }

  /// - Parameter body: real and imaginary vectors at the strip's first row, vectors from row to row,
  ///   vectors of the strip.
  @inline(__always)
  private func forEachStrip(
    of tile: PictureSpectrum, width: Int,
    _ body: (
      UnsafeMutablePointer<SIMD8<Double>>, UnsafeMutablePointer<SIMD8<Double>>, Int, Int
    ) -> Void
  ) {
    let pitch = width / 8
    for first in stride(from: 0, to: pitch, by: Self.stripVectors) {
      let strip = min(Self.stripVectors, pitch - first)
      body(vectors(tile.real) + first, vectors(tile.imaginary) + first, pitch, strip)
    }
  }

  /// - Parameter body: two rows, and the turn between them.
  @inline(__always)
  private func forEachPair(half: Int, _ body: (Int, Int, Double, Double) -> Void) {
    cosines.withUnsafeBufferPointer { cosines in
      sines.withUnsafeBufferPointer { sines in
        let stride = count / (2 * half)
        for turn in 0..<half {
          let (cosine, sine) = (cosines[turn &* stride], sines[turn &* stride])
          var upper = turn
          while upper < count {
            body(upper, upper &+ half, cosine, sine)
            upper &+= 2 &* half
          }
        }
      }
    }
  }
}

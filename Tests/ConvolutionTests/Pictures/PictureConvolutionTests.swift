import Testing
import TestSupport

@testable import Convolution

#if canImport(Glibc)
  import Glibc
#endif

@Suite struct PictureConvolutionTests {
  /// What every path must reach against the reference; the spectral one is the limit.
  static let bound = 280.0

  /// A shape, and how large its kernel is.
  struct Shape: CustomStringConvertible, Sendable {
    let rows: Int
    let columns: Int
    let kernelRows: Int
    let kernelColumns: Int

    init(_ rows: Int, _ columns: Int, _ kernelRows: Int, _ kernelColumns: Int) {
      (self.rows, self.columns) = (rows, columns)
      (self.kernelRows, self.kernelColumns) = (kernelRows, kernelColumns)
    }

    var description: String { "\(rows)x\(columns) by \(kernelRows)x\(kernelColumns)" }

    /// Those where something ends or begins, and some at random.
    static let all: [Shape] = {
      var generator = SeededGenerator(seed: 71)
      let random = (0..<24).map { _ in
        Shape(
          .random(in: 1...40, using: &generator), .random(in: 1...40, using: &generator),
          .random(in: 1...14, using: &generator), .random(in: 1...14, using: &generator))
      }
      return random + [
        Shape(1, 1, 1, 1), Shape(1, 1, 3, 3), Shape(1, 50, 1, 9), Shape(50, 1, 9, 1),
        Shape(1, 20, 4, 1), Shape(6, 8, 2, 4), Shape(5, 4, 8, 8), Shape(3, 2, 7, 40),
        Shape(16, 16, 16, 16), Shape(33, 47, 17, 16),
      ]
    }()
  }

  @Test(arguments: Shape.all, Reference.Mode.allCases)
  func `picture and kernel give what the reference says`(_ shape: Shape, _ mode: Reference.Mode) {
    let (picture, kernel) = material(shape, seed: 5)
    expectEqual(
      picture.convolved(with: kernel, mode: mode),
      Reference.convolve(picture, kernel, mode: mode), shape)
    expectEqual(
      picture.correlated(with: kernel, mode: mode),
      Reference.correlate(picture, kernel, mode: mode), shape)
  }

  /// The cheapest path is one of three: here each takes every shape that a kernel covers.
  @Test(arguments: Shape.all)
  func `each path gives what the reference says`(_ shape: Shape) {
    guard shape.kernelRows <= shape.rows, shape.kernelColumns <= shape.columns else { return }
    let (picture, kernel) = material(shape, seed: 6)
    let wanted = Reference.correlate(picture, kernel, mode: .valid)
    expectEqual(PicturePath.direct(kernel).correlate(picture), wanted, shape)
    let tiles = PictureTiles(kernel: kernel, picture: picture)
    expectEqual(PicturePath.spectral(kernel, tiles).correlate(picture), wanted, shape)

    let product = Picture.product(
      column: Array(kernel.values.prefix(1)) + (1..<shape.kernelRows).map { 1 / Double($0 + 1) },
      row: (0..<shape.kernelColumns).map { 3 - 0.7 * Double($0) })
    guard let (column, row) = product.factors else {
      Issue.record("\(shape): a product was not taken apart")
      return
    }
    expectEqual(
      PicturePath.separable(column: column, row: row).correlate(picture),
      Reference.correlate(picture, product, mode: .valid), shape)
  }

  @Test func `the path is chosen by what it costs`() {
    let picture = Picture(rowCount: 500, columnCount: 700)
    func path(_ kernel: Picture) -> String {
      switch PicturePath.cheapest(for: kernel, over: picture) {
      case .direct: "direct"
      case .separable: "separable"
      case .spectral: "spectral"
      }
    }
    var generator = SeededGenerator(seed: 3)
    func noise(_ rows: Int, _ columns: Int) -> Picture {
      Picture(
        rowCount: rows, columnCount: columns,
        values: generator.noise(rows * columns).map { Double($0) })
    }
    #expect(path(noise(3, 3)) == "direct")
    #expect(path(noise(1, 9)) == "direct")
    #expect(path(noise(40, 40)) == "spectral")
    #expect(
      path(.product(column: [Double](repeating: 1, count: 31), row: [1, 2, 1])) == "separable")
  }

  @Test func `a kernel of rank two is not taken for a product`() {
    #expect(Picture([[1, 0], [0, 1]]).factors == nil)
    #expect(Picture([[1, 1], [1, 1 + 1e-12]]).factors == nil)
    #expect(Picture([[0, 0], [0, 0]]).factors == nil)
  }

  /// Several tiles on both axes, an odd number of them, and what is left of one at the edges.
  @Test func `tiles join without a seam`() {
    let (picture, kernel) = material(Shape(150, 233, 13, 19), seed: 8)
    let tiles = PictureTiles(kernel: kernel, picture: picture, rows: 32, columns: 64)
    expectEqual(
      tiles.correlate(picture, kernel), Reference.correlate(picture, kernel, mode: .valid),
      Shape(150, 233, 13, 19))
  }

  @Test(arguments: Picture.Border.allCases, [Reference.Mode.same, .full])
  func `beyond the edge is what the border says`(_ border: Picture.Border, _ mode: Reference.Mode) {
    // Kernels longer than the picture look past it more than once.
    for shape in [Shape(5, 6, 3, 4), Shape(2, 3, 9, 8), Shape(1, 1, 3, 3)] {
      let (picture, kernel) = material(shape, seed: 9)
      let margin = (rows: shape.kernelRows, columns: shape.kernelColumns)
      let wide = Picture(
        (-margin.rows..<shape.rows + margin.rows).map { row in
          (-margin.columns..<shape.columns + margin.columns).map { column in
            value(of: picture, row, column, border)
          }
        })
      let found = picture.convolved(with: kernel, mode: mode, border: border)
      let all = Reference.convolve(wide, kernel, mode: mode)
      let wanted = Picture(
        (0..<found.rowCount).map { row in
          (0..<found.columnCount).map { all[row + margin.rows, $0 + margin.columns] }
        })
      expectEqual(found, wanted, shape)
    }
  }

  /// Walks to the place step by step, turning or stopping at the edge.
  private func value(
    of picture: Picture, _ row: Int, _ column: Int, _ border: Picture.Border
  ) -> Double {
    func walk(_ place: Int, _ count: Int) -> Int? {
      if (0..<count).contains(place) { return place }
      switch border {
      case .zero: return nil
      case .nearest: return max(0, min(count - 1, place))
      case .mirrored:
        var (at, step) = (place < 0 ? 0 : count - 1, place < 0 ? 1 : -1)
        for _ in 1..<(place < 0 ? -place : place - count + 1) {
          if (0..<count).contains(at + step) { at += step } else { step = -step }
        }
        return at
      }
    }
    guard let row = walk(row, picture.rowCount), let column = walk(column, picture.columnCount)
    else { return 0 }
    return picture[row, column]
  }

  private func material(_ shape: Shape, seed: UInt64) -> (picture: Picture, kernel: Picture) {
    var generator = SeededGenerator(seed: seed)
    func noise(_ rows: Int, _ columns: Int) -> Picture {
      Picture(
        rowCount: rows, columnCount: columns,
        values: (0..<rows * columns).map { _ in .random(in: -1..<1, using: &generator) })
    }
    return (noise(shape.rows, shape.columns), noise(shape.kernelRows, shape.kernelColumns))
  }

  private func expectEqual(
    _ found: Picture, _ wanted: Picture, _ shape: Shape,
    sourceLocation: SourceLocation = #_sourceLocation
  ) {
    guard found.rowCount == wanted.rowCount, found.columnCount == wanted.columnCount else {
      Issue.record(
        "\(shape): \(found.rowCount)x\(found.columnCount), not \(wanted.rowCount)x\(wanted.columnCount)",
        sourceLocation: sourceLocation)
      return
    }
    var signal = 0.0, error = 0.0
    for (w, f) in zip(wanted.values, found.values) {
      signal += w * w
      error += (w - f) * (w - f)
    }
    #expect(
      error * pow(10, Self.bound / 10) <= signal, "\(shape): an error beyond -\(Self.bound) dB",
      sourceLocation: sourceLocation)
  }
}

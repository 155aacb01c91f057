import Convolution
import Testing

@Suite struct PictureFilterTests {
  @Test(arguments: ["mean:5x3", "gaussian:7x5", "gaussian:1x1"])
  func `smoothing keeps a level up to the edge`(_ name: String) throws {
    let level = Picture(rowCount: 9, columnCount: 8, values: .init(repeating: -60, count: 72))
    let smooth = try PictureFilter(name: name).apply(to: level)
    let error = smooth.values.map { abs($0 + 60) }.max() ?? .infinity
    #expect(smooth.rowCount == 9 && smooth.columnCount == 8)
    #expect(error < 1e-12)
  }

  @Test func `a mean of three by five spreads a spike over fifteen places`() throws {
    var spike = Picture(rowCount: 7, columnCount: 9)
    spike[3, 4] = 15
    let mean = try PictureFilter(name: "mean:3x5").apply(to: spike)
    for row in 0..<7 {
      for column in 0..<9 {
        let wanted = abs(row - 3) <= 1 && abs(column - 4) <= 2 ? 1.0 : 0
        #expect(abs(mean[row, column] - wanted) < 1e-14)
      }
    }
  }

  /// OpenCV's rule for 5: 0.3 ((5 - 1) / 2 - 1) + 0.8 = 1.1, so the middle weighs exp(0.5 / 1.21)
  /// times its neighbour.
  @Test func `a Gaussian is as wide as its size says`() throws {
    var spike = Picture(rowCount: 9, columnCount: 9)
    spike[4, 4] = 1
    let bell = try PictureFilter(name: "gaussian:5x5").apply(to: spike)
    #expect(abs(bell[4, 4] / bell[4, 5] - 1.511_682) < 1e-6)
    #expect(abs(bell[4, 4] / bell[5, 5] - 1.511_682 * 1.511_682) < 1e-5)
    #expect(bell[4, 7].magnitude < 1e-16)
    #expect(abs(bell.values.reduce(0, +) - 1) < 1e-14)
  }

  @Test func `Sobel's slopes are those of a plane, with its sign`() throws {
    let plane = Picture(
      (0..<6).map { row in (0..<7).map { 3 * Double(row) - 4 * Double($0) + 10 } })
    let down = try PictureFilter(name: "sobel-rows").apply(to: plane)
    let across = try PictureFilter(name: "sobel-columns").apply(to: plane)
    let steepness = try PictureFilter(name: "sobel").apply(to: plane)
    for row in 1..<5 {
      for column in 1..<6 {
        #expect(abs(down[row, column] - 3) < 1e-12)
        #expect(abs(across[row, column] + 4) < 1e-12)
        #expect(abs(steepness[row, column] - 5) < 1e-12)
      }
    }
  }

  @Test func `a level has no edge, not even at its edge`() throws {
    let level = Picture(rowCount: 4, columnCount: 5, values: .init(repeating: -60, count: 20))
    let edges = try PictureFilter(name: "sobel").apply(to: level)
    #expect((edges.values.max() ?? 1) < 1e-12)
  }

  @Test(arguments: [
    "", "mean", "mean:", "mean:3", "mean:3x4", "mean:0x3", "mean:-3x3", "mean:3x3x3", "mean:1003x1",
    "sobel:3x3", "median:3x3", "gaussian:5x5x", "Mean:3x3",
  ])
  func `what is no filter is refused with what there is`(_ name: String) {
    #expect {
      try PictureFilter(name: name)
    } throws: { error in
      "\(error)".contains("\"\(name)\"") && "\(error)".contains("x")
    }
  }
}

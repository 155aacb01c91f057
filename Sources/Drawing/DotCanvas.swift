/// A rectangle of dots, two across and four down in each character.
struct DotCanvas {
  let columns: Int
  let rows: Int
  /// Dots.
  var width: Int { 2 * columns }
  var height: Int { 4 * rows }

  private var cells: [UInt8]
  private var series: [Int?]
  private var shades: [Character?]

  init(columns: Int, rows: Int) {
    self.columns = columns
    self.rows = rows
    cells = [UInt8](repeating: 0, count: columns * rows)
    series = [Int?](repeating: nil, count: columns * rows)
    shades = [Character?](repeating: nil, count: columns * rows)
  }

  /// The bits of Unicode's braille patterns, `[column][row]`.
  private static let bits: [[UInt8]] = [[0x01, 0x02, 0x04, 0x40], [0x08, 0x10, 0x20, 0x80]]

  /// Joins points, given in dots from the left and the top.
  mutating func draw(_ points: [Point], series: Int) {
    var last: Point?
    for point in Reduction.curve(points, width: Double(width)) {
      guard point.x.isFinite, point.y.isFinite else {
        last = nil
        continue
      }
      join(last ?? point, point, series)
      last = point
    }
  }

  private mutating func join(_ a: Point, _ b: Point, _ series: Int) {
    // What is far outside is brought near first: a line to it would take as many steps.
    func near(_ value: Double, _ limit: Int) -> Double { min(max(value, -4), Double(limit) + 4) }
    let (ax, ay) = (near(a.x, width), near(a.y, height))
    let (bx, by) = (near(b.x, width), near(b.y, height))
    let steps = max(1, Int(max((bx - ax).magnitude, (by - ay).magnitude).rounded(.up)))
    for step in 0...steps {
      let part = Double(step) / Double(steps)
      dot(Int((ax + part * (bx - ax)).rounded()), Int((ay + part * (by - ay)).rounded()), series)
    }
  }

  private mutating func dot(_ x: Int, _ y: Int, _ series: Int) {
    guard (0..<width).contains(x), (0..<height).contains(y) else { return }
    let cell = y / 4 * columns + x / 2
    cells[cell] |= Self.bits[x % 2][y % 4]
    self.series[cell] = series
  }

  /// Fills the rectangle with the means of a raster.
  mutating func shade(_ raster: Raster) {
    let inks: [Character] = [" ", "░", "▒", "▓", "█"]
    for cell in shades.indices {
      let across = part(cell % columns, of: columns, in: raster.width)
      let down = part(cell / columns, of: rows, in: raster.height)
      var sum = 0
      for y in down {
        for x in across { sum += Int(raster.levels[y * raster.width + x]) }
      }
      let mean = Double(sum) / Double(across.count * down.count) / Double(Raster.levelCount)
      shades[cell] = inks[min(Int(mean * Double(inks.count)), inks.count - 1)]
    }
  }

  private func part(_ index: Int, of count: Int, in length: Int) -> Range<Int> {
    let start = min(index * length / count, length - 1)
    return start..<max(start + 1, (index + 1) * length / count)
  }

  /// One line of characters.
  ///
  /// - Parameter shown: a character as it is printed, of the series that drew in it last.
  func line(_ row: Int, _ shown: (Character, Int?) -> String) -> String {
    (row * columns..<(row + 1) * columns).map { cell in
      if cells[cell] == 0 { return String(shades[cell] ?? " ") }
      let pattern = Unicode.Scalar(UInt16(0x2800) + UInt16(cells[cell])) ?? " "
      return shown(Character(pattern), series[cell])
    }.joined()
  }
}

/// Makes as many points of a curve as a picture has room for, without losing its extremes.
enum Reduction {
  /// What lies in one column of a picture.
  struct Column: Equatable {
    /// The column's middle.
    let x: Double
    let first: Double
    let lowest: Double
    let highest: Double
    let last: Double

    var isMonotone: Bool {
      lowest == min(first, last) && highest == max(first, last)
    }
  }

  /// One entry per column that has points, from left to right.
  ///
  /// - Parameter points: in device units, their `x` never falling.
  static func columns(_ points: some Sequence<Point>) -> [Column] {
    var result: [Column] = []
    var place = Int.min
    for point in points {
      let column = Int(point.x.rounded(.down))
      if column == place, let old = result.popLast() {
        result.append(
          Column(
            x: old.x, first: old.first, lowest: min(old.lowest, point.y),
            highest: max(old.highest, point.y), last: point.y))
      } else {
        place = column
        result.append(
          Column(
            x: Double(column) + 0.5, first: point.y, lowest: point.y, highest: point.y,
            last: point.y))
      }
    }
    return result
  }

  /// The curve itself where it has few points, otherwise one that looks the same: through each
  /// column's first, lowest, highest and last value.
  ///
  /// - Parameter width: columns that the picture has.
  static func curve(_ points: [Point], width: Double) -> [Point] {
    guard Double(points.count) > 4 * width else { return points }
    return columns(points).flatMap { column -> [Point] in
      // Where a curve only rises or only falls, a slanted piece of it.
      if column.isMonotone {
        return [Point(column.x - 0.4, column.first), Point(column.x + 0.4, column.last)]
      }
      var values = [column.first]
      for value in [column.lowest, column.highest, column.last] where value != values.last {
        values.append(value)
      }
      return values.map { Point(column.x, $0) }
    }
  }
}

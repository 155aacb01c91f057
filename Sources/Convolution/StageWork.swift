/// A piece of a stage's work on one block.
enum Work {
  case forward(row: Int)
  case forwardRoot(row: Int, columns: Range<Int>)
  case forwardSubtree(row: Int, child: Int)
  case multiply(tile: Int, units: Range<Int>)
  case inverse(column: Int)
  case inverseSubtree(column: Int, child: Int)
  case inverseRoot(column: Int, columns: Range<Int>)
}

/// The work of a stage on one block, and which part of it each callback does.
///
/// Fixed at preparation: the audio thread decides nothing. An immediate stage has one part.
struct StageSchedule {
  private(set) var work: [Work] = []
  /// Ends of the parts, as positions in `work`.
  private(set) var ends: [Int] = []

  init(_ filters: StageFilters, blockFrames: Int) {
    let frames = filters.stage.partitionFrames
    let sliced = filters.stage.timing == .spread
    let rows = filters.layout.inputs.indices, columns = filters.layout.outputs.indices
    var costs: [Double] = []
    func append(_ piece: Work, _ cost: Double) {
      work.append(piece)
      costs.append(cost)
    }

    // Smaller transforms are shorter than a callback's bookkeeping is worth slicing.
    let slicesTransforms = sliced && frames >= 2048
    let transform = Self.transformCost(frames)
    let rootSlices = Self.slices(of: frames / 32, by: max(frames / 128, 64))
    for row in rows {
      if slicesTransforms {
        for slice in rootSlices {
          let share = Double(slice.count) / Double(frames / 32)
          append(.forwardRoot(row: row, columns: slice), 0.2 * transform * share)
        }
        for child in 0..<4 { append(.forwardSubtree(row: row, child: child), 0.2 * transform) }
      } else {
        append(.forward(row: row), transform)
      }
    }
    for (index, tile) in filters.layout.tiles.enumerated() {
      let products = tile.partitionCount * tile.shape.pathCount
      let units = frames / 8
      let step = sliced ? max(4, min(units, 1024 / products)) : units
      for slice in Self.slices(of: units, by: step) {
        append(
          .multiply(tile: index, units: slice), Self.productCost * Double(slice.count * products))
      }
    }
    for column in columns {
      if slicesTransforms {
        for child in 0..<4 {
          append(.inverseSubtree(column: column, child: child), 0.2 * transform)
        }
        for slice in rootSlices {
          let share = Double(slice.count) / Double(frames / 32)
          append(.inverseRoot(column: column, columns: slice), 0.2 * transform * share)
        }
      } else {
        append(.inverse(column: column), transform)
      }
    }
    ends = sliced ? Self.cut(costs, into: frames / blockFrames) : [work.count]
  }

  /// Nanoseconds, near enough to balance the parts: only ratios matter here.
  private static func transformCost(_ frames: Int) -> Double {
    0.072 * Double(frames) * Double(frames.trailingZeroBitCount)
  }

  /// Nanoseconds to multiply and add eight complex values, from the second-level cache.
  private static let productCost = 1.3

  private static func slices(of count: Int, by step: Int) -> [Range<Int>] {
    stride(from: 0, to: count, by: step).map { $0..<min($0 + step, count) }
  }

  /// Ends so that each part's end is nearest to its share of the total cost.
  private static func cut(_ costs: [Double], into parts: Int) -> [Int] {
    let total = costs.reduce(0, +)
    var done = 0.0
    var next = 0
    return (1...parts).map { part in
      let target = total * Double(part) / Double(parts)
      while next < costs.count && (part == parts || done + costs[next] / 2 < target) {
        done += costs[next]
        next += 1
      }
      return next
    }
  }
}

/// A piece of a stage's work on one block.
enum Work {
  case forward(row: Int)
  case forwardRoot(row: Int, columns: Range<Int>)
  case forwardSubtree(row: Int, child: Int)
  /// All partitions but the newest, for this block and the next; `units` has even limits.
  case multiplyOlder(tile: Int, units: Range<Int>)
  case multiplyNewest(tile: Int, units: Range<Int>)
  case inverse(column: Int)
  case inverseSubtree(column: Int, child: Int)
  case inverseRoot(column: Int, columns: Range<Int>)
}

/// The work of a stage on one block, and which part of it each callback does.
///
/// Fixed at preparation: the audio thread decides nothing. An immediate stage has one part; a spread
/// one has as many as callbacks pass until the next block is complete, cut along the tree of the
/// transform and by units of the products.
struct StageSchedule {
  private(set) var work: [Work] = []
  /// Ends of the parts, as positions in `work`.
  private(set) var ends: [Int] = []
  /// Nanoseconds of each piece, near enough to balance the parts: only ratios matter here.
  private var costs: [Double] = []
  private let frames: Int

  /// Nanoseconds to multiply and add eight complex values, from the second-level cache.
  private static let productCost = 0.8
  /// The same of the newest partition, which comes alone.
  private static let newestProductCost = 2.0

  init(_ filters: StageFilters, blockFrames: Int) {
    frames = filters.stage.partitionFrames
    let isSpread = filters.stage.timing == .spread
    // Smaller transforms are shorter than a callback's bookkeeping is worth slicing.
    let slicesTransforms = isSpread && frames >= 2048
    for row in filters.layout.inputs.indices { appendForward(row, isSliced: slicesTransforms) }
    appendProducts(of: filters.layout, isSliced: isSpread)
    for column in filters.layout.outputs.indices {
      appendInverse(column, isSliced: slicesTransforms)
    }
    ends = isSpread ? Self.cut(costs, into: frames / blockFrames) : [work.count]
  }

  private mutating func append(_ piece: Work, _ cost: Double) {
    work.append(piece)
    costs.append(cost)
  }

  private mutating func appendForward(_ row: Int, isSliced: Bool) {
    guard isSliced else {
      append(.forward(row: row), transformCost)
      return
    }
    for slice in rootSlices { append(.forwardRoot(row: row, columns: slice), rootCost(slice)) }
    for child in 0..<4 { append(.forwardSubtree(row: row, child: child), 0.2 * transformCost) }
  }

  private mutating func appendProducts(of layout: TileLayout, isSliced: Bool) {
    if layout.hasOlder {
      // The first tile of an output fetches what was summed for it a block ago, with or without
      // older partitions of its own.
      for (index, tile) in layout.tiles.enumerated() where tile.olderCount > 0 || !tile.accumulates {
        let products = tile.olderCount * tile.shape.pathCount
        for slice in productSlices(of: products, isSliced: isSliced) {
          append(
            .multiplyOlder(tile: index, units: slice),
            Double(slice.count) * (Self.productCost * Double(products) + 1))
        }
      }
    }
    for (index, tile) in layout.tiles.enumerated() where tile.firstPartition == 0 {
      let products = tile.shape.pathCount
      for slice in productSlices(of: products, isSliced: isSliced) {
        append(
          .multiplyNewest(tile: index, units: slice),
          Double(slice.count * products) * Self.newestProductCost)
      }
    }
  }

  /// About a microsecond: larger slices make single callbacks stand out, smaller ones cost more in
  /// bookkeeping than they flatten.
  private func productSlices(of products: Int, isSliced: Bool) -> [Range<Int>] {
    let units = frames / 8
    let step = isSliced ? max(4, min(units, 1024 / max(products, 1)) & ~1) : units
    return Self.slices(of: units, by: step)
  }

  private mutating func appendInverse(_ column: Int, isSliced: Bool) {
    guard isSliced else {
      append(.inverse(column: column), transformCost)
      return
    }
    for child in 0..<4 {
      append(.inverseSubtree(column: column, child: child), 0.2 * transformCost)
    }
    for slice in rootSlices {
      append(.inverseRoot(column: column, columns: slice), rootCost(slice))
    }
  }

  private var transformCost: Double {
    0.072 * Double(frames) * Double(frames.trailingZeroBitCount)
  }

  /// The root over its N/32 columns takes as long as one of its four subtrees.
  private func rootCost(_ slice: Range<Int>) -> Double {
    0.2 * transformCost * Double(slice.count) / Double(frames / 32)
  }

  private var rootSlices: [Range<Int>] {
    Self.slices(of: frames / 32, by: max(frames / 128, 64))
  }

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

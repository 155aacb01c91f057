/// A piece of a stage's work on one block.
enum Work {
  case forward(row: Int)
  case forwardRoot(row: Int, columns: Range<Int>)
  case forwardSubtree(row: Int, child: Int)
  /// All partitions but the newest, for this block and the next in one half of the units; for a tile
  /// that is alone the newest, too.
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
  /// Nanoseconds of each piece.
  private var costs: [Double] = []
  /// The first part that each piece may be in.
  private var earliest: [Int] = []
  private let blockFrames: Int
  private let frames: Int
  private let prices: StagePrices

  /// - Parameter prices: what the parts are balanced by; only ratios matter for that.
  init(
    _ stage: PartitionPlan.Stage, _ layout: TileLayout, blockFrames: Int, prices: StagePrices
  ) {
    frames = stage.partitionFrames
    self.blockFrames = blockFrames
    self.prices = prices
    let isSpread = stage.timing == .spread
    // Smaller transforms are shorter than a callback's bookkeeping is worth slicing.
    let slicesTransforms = isSpread && frames >= 2048
    for row in layout.inputs.indices { appendForward(row, isSliced: slicesTransforms) }
    appendProducts(of: layout, isSliced: isSpread || layout.tiles.count > 2)
    appendInverses(layout.outputs.indices, isSliced: slicesTransforms)
    ends = isSpread ? cut(into: frames / blockFrames) : [work.count]
  }

  /// Nanoseconds of each part, without the bookkeeping of a callback that does nothing.
  var partCosts: [Double] {
    zip([0] + ends, ends).map { costs[$0..<$1].reduce(0, +) }
  }

  private mutating func append(_ piece: Work, _ cost: Double, earliest part: Int = 0) {
    work.append(piece)
    costs.append(cost + prices.piece)
    earliest.append(part)
  }

  private mutating func appendForward(_ row: Int, isSliced: Bool) {
    guard isSliced else {
      append(.forward(row: row), prices.forward)
      return
    }
    for slice in rootSlices {
      append(.forwardRoot(row: row, columns: slice), prices.forward * rootShare(slice))
    }
    for child in 0..<4 {
      append(.forwardSubtree(row: row, child: child), prices.forward * Self.subtreeShare)
    }
  }

  private mutating func appendProducts(of layout: TileLayout, isSliced: Bool) {
    if layout.hasOlder {
      let most = layout.tiles.map { $0.olderCount * $0.shape.pathCount }.max() ?? 1
      // The same for all tiles, whose sums for an output meet in the same units.
      let slices = productSlices(of: most, isSliced: isSliced)
      for slice in slices {
        // All tiles of a slice in a row, for they read the same history. The first tile of an output
        // fetches what was summed for it a block ago, with or without older partitions of its own.
        for (index, tile) in layout.tiles.enumerated()
        where tile.olderCount > 0 || !tile.accumulates {
          let products = Double(slice.count * tile.shape.pathCount)
          let newest = tile.addsNewestAtOnce ? 0.6 * prices.newest : 0
          append(
            .multiplyOlder(tile: index, units: slice),
            products * (prices.product * Double(tile.olderCount) + newest))
        }
      }
    }
    for (index, tile) in layout.tiles.enumerated()
    where tile.firstPartition == 0 && !tile.addsNewestAtOnce {
      let products = tile.shape.pathCount
      for slice in productSlices(of: products, isSliced: isSliced) {
        append(
          .multiplyNewest(tile: index, units: slice),
          prices.newest * Double(slice.count * products))
      }
    }
  }

  /// About a microsecond: larger slices make single callbacks stand out, smaller ones cost more in
  /// bookkeeping than they flatten. Powers of two, so that all are equal.
  private func productSlices(of products: Int, isSliced: Bool) -> [Range<Int>] {
    let units = frames / 8
    var step = units
    while isSliced && step > 4 && step * products > 1024 { step /= 2 }
    return Self.slices(of: units, by: step)
  }

  /// The roots come last, and with them all that writes results: see ``playsWhatItFills(_:)``.
  private mutating func appendInverses(_ columns: Range<Int>, isSliced: Bool) {
    guard isSliced else {
      for column in columns { append(.inverse(column: column), prices.inverse) }
      return
    }
    for column in columns {
      for child in 0..<4 {
        append(
          .inverseSubtree(column: column, child: child), prices.inverse * Self.subtreeShare)
      }
    }
    for slice in rootSlices {
      // What it writes last has been played by then.
      let part = (writtenFrames(slice) + blockFrames - 1) / blockFrames - 1
      for column in columns {
        append(
          .inverseRoot(column: column, columns: slice), prices.inverse * rootShare(slice),
          earliest: part)
      }
    }
  }

  /// The end of the last of four quarters that a slice of the inverse root writes to side by side.
  private func writtenFrames(_ slice: Range<Int>) -> Int { frames * 3 / 4 + 8 * slice.upperBound }

  /// Of a transform. The root over its N/32 columns takes as long as one of its four subtrees.
  private static let subtreeShare = 0.2

  private func rootShare(_ slice: Range<Int>) -> Double {
    0.2 * Double(slice.count) / Double(frames / 32)
  }

  private var rootSlices: [Range<Int>] {
    Self.slices(of: frames / 32, by: max(frames / 256, 16))
  }

  private static func slices(of count: Int, by step: Int) -> [Range<Int>] {
    stride(from: 0, to: count, by: step).map { $0..<min($0 + step, count) }
  }

  /// Ends so that each part's end is nearest to its share of the total cost, and nothing is early.
  private func cut(into parts: Int) -> [Int] {
    let total = costs.reduce(0, +)
    var done = 0.0
    var next = 0
    return (0..<parts).map { part in
      let target = total * Double(part + 1) / Double(parts)
      while next < costs.count && earliest[next] <= part
        && (part == parts - 1 || done + costs[next] / 2 < target)
      {
        done += costs[next]
        next += 1
      }
      return next
    }
  }
}

extension StageSchedule {
  /// Whether results may be written over those that play: no part writes a frame before it has been
  /// played. So it is where a stage works at once, and where inverse transforms are sliced, whose
  /// roots wait; a whole inverse is early unless it is the last piece.
  func playsWhatItFills(blockFrames: Int) -> Bool {
    if ends.count == 1 { return true }
    var part = 0
    for (index, piece) in work.enumerated() {
      while index >= ends[part] { part += 1 }
      let written: Int
      switch piece {
      case .inverse: written = frames
      case .inverseRoot(_, let columns): written = writtenFrames(columns)
      default: continue
      }
      if written > (part + 1) * blockFrames { return false }
    }
    return true
  }
}

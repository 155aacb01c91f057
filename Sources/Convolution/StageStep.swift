import CVector

/// A piece of ``Work`` as the audio thread does it: one call of a kernel, with all that can be known
/// before.
struct StageStep {
  enum Kind {
    case forward, forwardRoot, forwardSubtree
    case older1x1, older1x2, older2x2, newest1x1, newest1x2, newest2x2
    case inverse, inverseSubtree, inverseRoot
  }

  let kind: Kind
  /// Of a forward transform the channel; of an inverse the first sample of its column.
  var place = 0
  /// Where a forward transform's row of the history begins.
  var row = 0
  /// First of the root's columns, child of the root, or place among the side's products.
  var first = 0
  /// Behind the last of the root's columns.
  var end = 0
}

/// The steps of a stage's side, and what its products read and write.
struct StageProgram {
  private(set) var steps: [StageStep] = []
  private(set) var products: [cv_products] = []
  private let filters: StageFilters
  private let sums: StageSums

  init(_ work: [Work], _ filters: StageFilters, sums: StageSums) {
    self.filters = filters
    self.sums = sums
    for piece in work { append(piece) }
  }

  private mutating func append(_ piece: Work) {
    switch piece {
    case .forward(let row): steps.append(forward(.forward, row))
    case .forwardRoot(let row, let columns): steps.append(forward(.forwardRoot, row, columns))
    case .forwardSubtree(let row, let child):
      steps.append(forward(.forwardSubtree, row, child..<child + 1))
    case .multiplyOlder(let tile, let units): appendOlder(filters.tiles[tile], units)
    case .multiplyNewest(let tile, let units): appendNewest(filters.tiles[tile], units)
    case .inverse(let column): steps.append(inverse(.inverse, column))
    case .inverseSubtree(let column, let child):
      steps.append(inverse(.inverseSubtree, column, child..<child + 1))
    case .inverseRoot(let column, let columns):
      steps.append(inverse(.inverseRoot, column, columns))
    }
  }

  private func forward(
    _ kind: StageStep.Kind, _ row: Int, _ range: Range<Int> = 0..<0
  ) -> StageStep {
    StageStep(
      kind: kind, place: filters.layout.inputs[row], row: rowOffset(row), first: range.lowerBound,
      end: range.upperBound)
  }

  private func inverse(
    _ kind: StageStep.Kind, _ column: Int, _ range: Range<Int> = 0..<0
  ) -> StageStep {
    StageStep(
      kind: kind, place: column * filters.stage.partitionFrames, first: range.lowerBound,
      end: range.upperBound)
  }

  /// Samples of history before a row's.
  private func rowOffset(_ row: Int) -> Int {
    row * filters.stage.partitionCount * 2 * filters.stage.partitionFrames
  }

  private mutating func appendOlder(_ tile: Tile, _ units: Range<Int>) {
    let kind: StageStep.Kind =
      switch tile.shape {
      case .oneByOne: .older1x1
      case .oneByTwo: .older1x2
      case .twoByTwo: .older2x2
      }
    steps.append(StageStep(kind: kind, first: products.count))
    var run = products(of: tile, units, fromPartition: 0)
    run.count = tile.olderCount
    run.addsNewest = tile.addsNewestAtOnce
    products.append(run)
  }

  private mutating func appendNewest(_ tile: Tile, _ units: Range<Int>) {
    let kind: StageStep.Kind =
      switch tile.shape {
      case .oneByOne: .newest1x1
      case .oneByTwo: .newest1x2
      case .twoByTwo: .newest2x2
      }
    steps.append(StageStep(kind: kind, first: products.count))
    var run = products(of: tile, units, fromPartition: tile.partitionCount - 1)
    run.accumulates = filters.layout.hasOlder || tile.accumulates
    products.append(run)
  }

  /// All partitions from one on, in the order of the taps: the newest block's comes last.
  private func products(
    of tile: Tile, _ units: Range<Int>, fromPartition first: Int
  ) -> cv_products {
    let paths = tile.shape.pathCount
    let taps = filters.spectra.base + tile.spectrumOffset + 16 * first * paths
    return cv_products(
      taps: UnsafeRawPointer(taps),
      sums: (sums.now(tile.columns.0), sums.now(tile.columns.1)),
      ahead: (sums.next(tile.columns.0), sums.next(tile.columns.1)),
      rows: (rowOffset(tile.rows.0), rowOffset(tile.rows.1)), lower: units.lowerBound,
      upper: units.upperBound, slots: filters.stage.partitionCount,
      reach: tile.firstPartition + tile.partitionCount - 1, count: tile.partitionCount - first,
      stride: tile.partitionCount * paths, addsNewest: false, accumulates: tile.accumulates)
  }
}

/// Where the products of a side are summed.
struct StageSums {
  let accumulators: UnsafeMutablePointer<Sample>
  let ahead: UnsafeMutablePointer<Sample>
  let frames: Int

  func now(_ column: Int) -> UnsafeMutableRawPointer {
    UnsafeMutableRawPointer(accumulators + column * 2 * frames)
  }

  func next(_ column: Int) -> UnsafeMutableRawPointer {
    UnsafeMutableRawPointer(ahead + column * frames)
  }
}

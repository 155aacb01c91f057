// The products of a stage, and where its blocks, spectra and results lie.

extension ConvolutionStage {
  @inline(__always) @_noLocks
  func multiplyOlder(_ side: StageSide, _ tile: Tile, _ units: Range<Int>) {
    let oldest = slot - (tile.firstPartition + tile.partitionCount - 1)
    let run = HistoryRun(
      slots: slots, start: oldest < 0 ? oldest + slots : oldest,
      newest: tile.addsNewestAtOnce ? slot : -1, count: tile.olderCount,
      stride: tile.partitionCount * tile.shape.pathCount, turn: turn,
      accumulates: tile.accumulates)
    let taps = side.spectra + tile.spectrumOffset
    let p = sums(side, tile.columns.0), q = sums(side, tile.columns.1)
    switch tile.shape {
    case .oneByOne: kernels.multiplyOlder(row(tile.rows.0), taps, into: p, units: units, run: run)
    case .oneByTwo:
      kernels.multiplyOlder(row(tile.rows.0), taps, into: p, q, units: units, run: run)
    case .twoByTwo:
      kernels.multiplyOlder(
        row(tile.rows.0), row(tile.rows.1), taps, into: p, q, units: units, run: run)
    }
  }

  @inline(__always) @_noLocks
  func multiplyNewest(_ side: StageSide, _ tile: Tile, _ units: Range<Int>) {
    let paths = tile.shape.pathCount
    let run = HistoryRun(
      slots: slots, start: slot, newest: slot, count: 1, stride: tile.partitionCount * paths,
      turn: turn,
      accumulates: side.hasOlder || tile.accumulates)
    let taps = side.spectra + tile.spectrumOffset + 16 * (tile.partitionCount - 1) * paths
    let p = sums(side, tile.columns.0), q = sums(side, tile.columns.1)
    switch tile.shape {
    case .oneByOne:
      kernels.multiplyNewest(newest(tile.rows.0), taps, into: p, units: units, run: run)
    case .oneByTwo:
      kernels.multiplyNewest(newest(tile.rows.0), taps, into: p, q, units: units, run: run)
    case .twoByTwo:
      kernels.multiplyNewest(
        newest(tile.rows.0), newest(tile.rows.1), taps, into: p, q, units: units, run: run)
    }
  }

  @inline(__always) @_noLocks
  func block(
    _ ring: UnsafePointer<Sample>, _ ringFrames: Int, _ row: Int
  ) -> UnsafePointer<Sample> {
    ring + inputs[row] * ringFrames + source
  }

  @inline(__always) @_noLocks
  func row(_ row: Int) -> UnsafeMutablePointer<Sample> {
    history + row * slots * 2 * frames
  }

  @inline(__always) @_noLocks
  func newest(_ index: Int) -> UnsafeMutablePointer<Sample> { row(index) + 16 * slot }

  @inline(__always) @_noLocks
  func accumulator(_ side: StageSide, _ column: Int) -> UnsafeMutablePointer<Sample> {
    side.accumulators + column * 2 * frames
  }

  @inline(__always) @_noLocks
  func sums(_ side: StageSide, _ column: Int) -> ProductSums {
    ProductSums(
      sums: accumulator(side, column), ahead: side.ahead + column * frames)
  }

  /// The half that is not playing.
  @inline(__always) @_noLocks
  func filling(_ side: StageSide, _ column: Int) -> UnsafeMutablePointer<Sample> {
    result(side, 1 - playingHalf, column)
  }

  @inline(__always) @_noLocks
  func result(
    _ side: StageSide, _ half: Int, _ column: Int
  ) -> UnsafeMutablePointer<Sample> {
    side.results + ((half & (side.resultHalves - 1)) * side.outputCount + column) * frames
  }
}

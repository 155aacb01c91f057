import CVector
import KernelsBaseline
import KernelsV3

/// The one place where a kernel call chooses its build.
///
/// One predictable branch per call of at least 64 samples; the choice itself is made once, when the
/// convolver is prepared.
struct Kernels {
  let level: ProcessorLevel

  @inline(__always) @_noLocks
  func forward(
    _ t: cv_transform, _ block: UnsafePointer<Sample>, work: UnsafeMutablePointer<Sample>,
    spectrum: UnsafeMutablePointer<Sample>, stride: Int
  ) {
    switch level {
    case .baseline: KernelsBaseline.forwardTransform(t, block, work, spectrum, stride)
    case .v3: KernelsV3.forwardTransform(t, block, work, spectrum, stride)
    }
  }

  @inline(__always) @_noLocks
  func inverse(
    _ t: cv_transform, _ spectrum: UnsafeMutablePointer<Sample>,
    carry: UnsafeMutablePointer<Sample>, block: UnsafeMutablePointer<Sample>
  ) {
    switch level {
    case .baseline: KernelsBaseline.inverseTransform(t, spectrum, carry, block)
    case .v3: KernelsV3.inverseTransform(t, spectrum, carry, block)
    }
  }

  @inline(__always) @_noLocks
  func forwardRoot(
    _ t: cv_transform, _ block: UnsafePointer<Sample>, work: UnsafeMutablePointer<Sample>,
    columns: Range<Int>
  ) {
    switch level {
    case .baseline:
      KernelsBaseline.forwardRootSlice(t, block, work, columns.lowerBound, columns.upperBound)
    case .v3:
      KernelsV3.forwardRootSlice(t, block, work, columns.lowerBound, columns.upperBound)
    }
  }

  @inline(__always) @_noLocks
  func forwardSubtree(
    _ t: cv_transform, work: UnsafeMutablePointer<Sample>, child: Int,
    spectrum: UnsafeMutablePointer<Sample>, stride: Int
  ) {
    switch level {
    case .baseline: KernelsBaseline.forwardSubtree(t, work, child, spectrum, stride)
    case .v3: KernelsV3.forwardSubtree(t, work, child, spectrum, stride)
    }
  }

  @inline(__always) @_noLocks
  func inverseSubtree(_ t: cv_transform, _ spectrum: UnsafeMutablePointer<Sample>, child: Int) {
    switch level {
    case .baseline: KernelsBaseline.inverseSubtree(t, spectrum, child)
    case .v3: KernelsV3.inverseSubtree(t, spectrum, child)
    }
  }

  @inline(__always) @_noLocks
  func inverseRoot(
    _ t: cv_transform, _ spectrum: UnsafeMutablePointer<Sample>,
    carry: UnsafeMutablePointer<Sample>, block: UnsafeMutablePointer<Sample>, columns: Range<Int>
  ) {
    let lower = columns.lowerBound, upper = columns.upperBound
    switch level {
    case .baseline: KernelsBaseline.inverseRootSlice(t, spectrum, carry, block, lower, upper)
    case .v3: KernelsV3.inverseRootSlice(t, spectrum, carry, block, lower, upper)
    }
  }

  @inline(__always) @_noLocks
  func multiplyOlder(
    _ x: UnsafePointer<Sample>, _ h: UnsafePointer<Sample>, into y: ProductSums,
    units: Range<Int>, run: HistoryRun
  ) {
    let lower = units.lowerBound, upper = units.upperBound
    switch level {
    case .baseline:
      KernelsBaseline.multiplyOlder1x1(
        x, h, y.sums, y.ahead, lower, upper, run.turn, run.slots, run.start, run.newest,
        run.count, run.stride, run.accumulates)
    case .v3:
      KernelsV3.multiplyOlder1x1(
        x, h, y.sums, y.ahead, lower, upper, run.turn, run.slots, run.start, run.newest,
        run.count, run.stride, run.accumulates)
    }
  }

  @inline(__always) @_noLocks
  func multiplyOlder(
    _ x: UnsafePointer<Sample>, _ h: UnsafePointer<Sample>, into p: ProductSums, _ q: ProductSums,
    units: Range<Int>, run: HistoryRun
  ) {
    let lower = units.lowerBound, upper = units.upperBound
    switch level {
    case .baseline:
      KernelsBaseline.multiplyOlder1x2(
        x, h, p.sums, q.sums, p.ahead, q.ahead, lower, upper, run.turn, run.slots, run.start,
        run.newest, run.count, run.stride, run.accumulates)
    case .v3:
      KernelsV3.multiplyOlder1x2(
        x, h, p.sums, q.sums, p.ahead, q.ahead, lower, upper, run.turn, run.slots, run.start,
        run.newest, run.count, run.stride, run.accumulates)
    }
  }

  @inline(__always) @_noLocks
  func multiplyOlder(
    _ a: UnsafePointer<Sample>, _ b: UnsafePointer<Sample>, _ h: UnsafePointer<Sample>,
    into p: ProductSums, _ q: ProductSums, units: Range<Int>, run: HistoryRun
  ) {
    let lower = units.lowerBound, upper = units.upperBound
    switch level {
    case .baseline:
      KernelsBaseline.multiplyOlder2x2(
        a, b, h, p.sums, q.sums, p.ahead, q.ahead, lower, upper, run.turn, run.slots, run.start,
        run.newest, run.count, run.stride, run.accumulates)
    case .v3:
      KernelsV3.multiplyOlder2x2(
        a, b, h, p.sums, q.sums, p.ahead, q.ahead, lower, upper, run.turn, run.slots, run.start,
        run.newest, run.count, run.stride, run.accumulates)
    }
  }

  @inline(__always) @_noLocks
  func multiplyNewest(
    _ x: UnsafePointer<Sample>, _ h: UnsafePointer<Sample>, into y: ProductSums,
    units: Range<Int>, run: HistoryRun
  ) {
    let lower = units.lowerBound, upper = units.upperBound
    switch level {
    case .baseline:
      KernelsBaseline.multiplyNewest1x1(
        x, h, y.sums, lower, upper, run.slots, run.stride, run.accumulates)
    case .v3:
      KernelsV3.multiplyNewest1x1(
        x, h, y.sums, lower, upper, run.slots, run.stride, run.accumulates)
    }
  }

  @inline(__always) @_noLocks
  func multiplyNewest(
    _ x: UnsafePointer<Sample>, _ h: UnsafePointer<Sample>, into p: ProductSums, _ q: ProductSums,
    units: Range<Int>, run: HistoryRun
  ) {
    let lower = units.lowerBound, upper = units.upperBound
    switch level {
    case .baseline:
      KernelsBaseline.multiplyNewest1x2(
        x, h, p.sums, q.sums, lower, upper, run.slots, run.stride, run.accumulates)
    case .v3:
      KernelsV3.multiplyNewest1x2(
        x, h, p.sums, q.sums, lower, upper, run.slots, run.stride, run.accumulates)
    }
  }

  @inline(__always) @_noLocks
  func multiplyNewest(
    _ a: UnsafePointer<Sample>, _ b: UnsafePointer<Sample>, _ h: UnsafePointer<Sample>,
    into p: ProductSums, _ q: ProductSums, units: Range<Int>, run: HistoryRun
  ) {
    let lower = units.lowerBound, upper = units.upperBound
    switch level {
    case .baseline:
      KernelsBaseline.multiplyNewest2x2(
        a, b, h, p.sums, q.sums, lower, upper, run.slots, run.stride, run.accumulates)
    case .v3:
      KernelsV3.multiplyNewest2x2(
        a, b, h, p.sums, q.sums, lower, upper, run.slots, run.stride, run.accumulates)
    }
  }

  @inline(__always) @_noLocks
  func directFilter(
    _ input: UnsafePointer<Sample>, taps: UnsafePointer<Sample>, tapCount: Int,
    addingTo output: UnsafeMutablePointer<Sample>, frames: Int
  ) {
    switch level {
    case .baseline: KernelsBaseline.directFilter(input, taps, tapCount, output, frames)
    case .v3: KernelsV3.directFilter(input, taps, tapCount, output, frames)
    }
  }

  @inline(__always) @_noLocks
  func copy(
    _ from: UnsafePointer<Sample>, to: UnsafeMutablePointer<Sample>, count: Int
  ) {
    switch level {
    case .baseline: KernelsBaseline.copyBlock(from, to, count)
    case .v3: KernelsV3.copyBlock(from, to, count)
    }
  }

  @inline(__always) @_noLocks
  func add(
    _ from: UnsafePointer<Sample>, to: UnsafeMutablePointer<Sample>, count: Int
  ) {
    switch level {
    case .baseline: KernelsBaseline.addBlock(from, to, count)
    case .v3: KernelsV3.addBlock(from, to, count)
    }
  }

  @inline(__always) @_noLocks
  func addProduct(
    _ from: UnsafePointer<Sample>, _ weights: UnsafePointer<Sample>,
    to: UnsafeMutablePointer<Sample>, count: Int
  ) {
    switch level {
    case .baseline: KernelsBaseline.addBlockProduct(from, weights, to, count)
    case .v3: KernelsV3.addBlockProduct(from, weights, to, count)
    }
  }

  @inline(__always) @_noLocks
  func clear(_ to: UnsafeMutablePointer<Sample>, count: Int) {
    switch level {
    case .baseline: KernelsBaseline.clearBlock(to, count)
    case .v3: KernelsV3.clearBlock(to, count)
    }
  }
}

/// Where the products of one output go.
struct ProductSums {
  /// `[unit]`: of the block under work.
  let sums: UnsafeMutablePointer<Sample>
  /// `[unit / 2]`: of the next block, all but its newest partition.
  let ahead: UnsafeMutablePointer<Sample>
}

/// What a product reads: `count` blocks of a history ring from the oldest, at `start`, on, and as
/// many partitions.
struct HistoryRun {
  let slots: Int
  let start: Int
  /// The newest block's slot where its product is added as well; -1 where it is not.
  let newest: Int
  let count: Int
  /// Spectra between two units of the filters: partitions times paths.
  let stride: Int
  /// The half of the units, 0 or 1, whose older products are summed for this block and the next.
  let turn: Int
  /// Whether the sums hold something already.
  let accumulates: Bool
}

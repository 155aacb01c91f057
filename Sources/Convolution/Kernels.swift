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
    _ t: UnsafePointer<cv_transform>, _ block: UnsafePointer<Sample>,
    work: UnsafeMutablePointer<Sample>,
    spectrum: UnsafeMutablePointer<Sample>, stride: Int
  ) {
    switch level {
    case .baseline: KernelsBaseline.forwardTransform(t, block, work, spectrum, stride)
    case .v3: KernelsV3.forwardTransform(t, block, work, spectrum, stride)
    }
  }

  @inline(__always) @_noLocks
  func inverse(
    _ t: UnsafePointer<cv_transform>, _ spectrum: UnsafeMutablePointer<Sample>,
    carry: UnsafeMutablePointer<Sample>, block: UnsafeMutablePointer<Sample>
  ) {
    switch level {
    case .baseline: KernelsBaseline.inverseTransform(t, spectrum, carry, block)
    case .v3: KernelsV3.inverseTransform(t, spectrum, carry, block)
    }
  }

  @inline(__always) @_noLocks
  func forwardRoot(
    _ t: UnsafePointer<cv_transform>, _ block: UnsafePointer<Sample>,
    work: UnsafeMutablePointer<Sample>,
    from lower: Int, to upper: Int
  ) {
    switch level {
    case .baseline: KernelsBaseline.forwardRootSlice(t, block, work, lower, upper)
    case .v3: KernelsV3.forwardRootSlice(t, block, work, lower, upper)
    }
  }

  @inline(__always) @_noLocks
  func forwardSubtree(
    _ t: UnsafePointer<cv_transform>, work: UnsafeMutablePointer<Sample>, child: Int,
    spectrum: UnsafeMutablePointer<Sample>, stride: Int
  ) {
    switch level {
    case .baseline: KernelsBaseline.forwardSubtree(t, work, child, spectrum, stride)
    case .v3: KernelsV3.forwardSubtree(t, work, child, spectrum, stride)
    }
  }

  @inline(__always) @_noLocks
  func inverseSubtree(
    _ t: UnsafePointer<cv_transform>, _ spectrum: UnsafeMutablePointer<Sample>, child: Int
  ) {
    switch level {
    case .baseline: KernelsBaseline.inverseSubtree(t, spectrum, child)
    case .v3: KernelsV3.inverseSubtree(t, spectrum, child)
    }
  }

  @inline(__always) @_noLocks
  func inverseRoot(
    _ t: UnsafePointer<cv_transform>, _ spectrum: UnsafeMutablePointer<Sample>,
    carry: UnsafeMutablePointer<Sample>, block: UnsafeMutablePointer<Sample>, from lower: Int,
    to upper: Int
  ) {
    switch level {
    case .baseline: KernelsBaseline.inverseRootSlice(t, spectrum, carry, block, lower, upper)
    case .v3: KernelsV3.inverseRootSlice(t, spectrum, carry, block, lower, upper)
    }
  }

  @inline(__always) @_noLocks
  func multiplyOlder1x1(
    _ products: UnsafePointer<cv_products>, _ history: UnsafePointer<Sample>, slot: Int, turn: Int
  ) {
    switch level {
    case .baseline: KernelsBaseline.multiplyOlder1x1(products, history, slot, turn)
    case .v3: KernelsV3.multiplyOlder1x1(products, history, slot, turn)
    }
  }

  @inline(__always) @_noLocks
  func multiplyOlder1x2(
    _ products: UnsafePointer<cv_products>, _ history: UnsafePointer<Sample>, slot: Int, turn: Int
  ) {
    switch level {
    case .baseline: KernelsBaseline.multiplyOlder1x2(products, history, slot, turn)
    case .v3: KernelsV3.multiplyOlder1x2(products, history, slot, turn)
    }
  }

  @inline(__always) @_noLocks
  func multiplyOlder2x2(
    _ products: UnsafePointer<cv_products>, _ history: UnsafePointer<Sample>, slot: Int, turn: Int
  ) {
    switch level {
    case .baseline: KernelsBaseline.multiplyOlder2x2(products, history, slot, turn)
    case .v3: KernelsV3.multiplyOlder2x2(products, history, slot, turn)
    }
  }

  @inline(__always) @_noLocks
  func multiplyNewest1x1(
    _ products: UnsafePointer<cv_products>, _ history: UnsafePointer<Sample>, slot: Int
  ) {
    switch level {
    case .baseline: KernelsBaseline.multiplyNewest1x1(products, history, slot)
    case .v3: KernelsV3.multiplyNewest1x1(products, history, slot)
    }
  }

  @inline(__always) @_noLocks
  func multiplyNewest1x2(
    _ products: UnsafePointer<cv_products>, _ history: UnsafePointer<Sample>, slot: Int
  ) {
    switch level {
    case .baseline: KernelsBaseline.multiplyNewest1x2(products, history, slot)
    case .v3: KernelsV3.multiplyNewest1x2(products, history, slot)
    }
  }

  @inline(__always) @_noLocks
  func multiplyNewest2x2(
    _ products: UnsafePointer<cv_products>, _ history: UnsafePointer<Sample>, slot: Int
  ) {
    switch level {
    case .baseline: KernelsBaseline.multiplyNewest2x2(products, history, slot)
    case .v3: KernelsV3.multiplyNewest2x2(products, history, slot)
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

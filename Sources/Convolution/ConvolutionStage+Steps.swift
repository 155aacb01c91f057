// The work of a stage, step by step.

extension ConvolutionStage {
  /// Does a part of the work on the current block for one side.
  ///
  /// - Parameter source: the block under work of the first channel; others are `ringFrames` apart.
  /// - Parameter filling: `[column][frame]`, where the inverse transforms write.
  @_noLocks @inline(never)
  mutating func run(
    _ side: UnsafePointer<StageSide>, part: Int, _ source: UnsafePointer<Sample>,
    _ ringFrames: Int, filling: UnsafeMutablePointer<Sample>
  ) {
    let steps = side.pointee.steps, ends = side.pointee.ends
    var index = part == 0 ? 0 : ends[part &- 1]
    let end = ends[part]
    while index < end {
      switch steps[index].kind {
      case .forward, .forwardRoot, .forwardSubtree:
        if forwardIsDue(index) { forward(steps + index, source, ringFrames) }
      case .inverse, .inverseSubtree, .inverseRoot:
        inverse(steps + index, side, filling)
      default:
        multiply(steps + index, side)
      }
      index &+= 1
    }
  }

  @inline(__always) @_noLocks
  private func forward(
    _ step: UnsafePointer<StageStep>, _ source: UnsafePointer<Sample>, _ ringFrames: Int
  ) {
    let block = source + step.pointee.place &* ringFrames
    let spectrum = history + (step.pointee.row &+ 16 &* slot)
    switch step.pointee.kind {
    case .forwardRoot:
      kernels.forwardRoot(
        transform, block, work: scratch, from: step.pointee.first, to: step.pointee.end)
    case .forwardSubtree:
      kernels.forwardSubtree(
        transform, work: scratch, child: step.pointee.first, spectrum: spectrum, stride: slots)
    default:
      kernels.forward(transform, block, work: scratch, spectrum: spectrum, stride: slots)
    }
  }

  @inline(__always) @_noLocks
  private func multiply(_ step: UnsafePointer<StageStep>, _ side: UnsafePointer<StageSide>) {
    let products = side.pointee.products + step.pointee.first
    switch step.pointee.kind {
    case .older1x1: kernels.multiplyOlder1x1(products, history, slot: slot, turn: turn)
    case .older1x2: kernels.multiplyOlder1x2(products, history, slot: slot, turn: turn)
    case .older2x2: kernels.multiplyOlder2x2(products, history, slot: slot, turn: turn)
    case .newest1x1: kernels.multiplyNewest1x1(products, history, slot: slot)
    case .newest1x2: kernels.multiplyNewest1x2(products, history, slot: slot)
    default: kernels.multiplyNewest2x2(products, history, slot: slot)
    }
  }

  @inline(__always) @_noLocks
  private func inverse(
    _ step: UnsafePointer<StageStep>, _ side: UnsafePointer<StageSide>,
    _ filling: UnsafeMutablePointer<Sample>
  ) {
    let place = step.pointee.place
    let sums = side.pointee.accumulators + 2 &* place, carry = side.pointee.carries + place
    switch step.pointee.kind {
    case .inverseSubtree: kernels.inverseSubtree(transform, sums, child: step.pointee.first)
    case .inverseRoot:
      kernels.inverseRoot(
        transform, sums, carry: carry, block: filling + place, from: step.pointee.first,
        to: step.pointee.end)
    default: kernels.inverse(transform, sums, carry: carry, block: filling + place)
    }
  }
}

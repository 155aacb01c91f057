/// All legal plans for one matrix and block, each with a first estimate of its load.
struct PlanSearch {
  struct Candidate {
    let stages: [PartitionPlan.Stage]
    /// Nanoseconds per frame.
    let mean: Double
    /// Nanoseconds of the worst callback if spread work were divided evenly: no less than it is.
    let peak: Double
    /// Bytes of spectra and histories.
    let spectrumBytes: Double
  }

  let tapCount: Int
  let blockFrames: Int
  let costs: KernelCosts
  let inputCount: Int
  let outputCount: Int
  let pathCount: Int

  init(_ matrix: ImpulseMatrix, blockFrames: Int, costs: KernelCosts) {
    tapCount = max(matrix.tapCount, 1)
    self.blockFrames = blockFrames
    self.costs = costs
    inputCount = max(Set(matrix.paths.map(\.input)).count, 1)
    outputCount = max(Set(matrix.paths.map(\.output)).count, 1)
    pathCount = max(matrix.paths.count, 1)
  }

  /// Whether the block is too short for a transform.
  var isDirect: Bool { PartitionPlan.directBlockFrames.contains(blockFrames) }

  /// More paths than channels means shared inputs, hence 2 x 2 tiles.
  private var isTiled: Bool { pathCount > max(inputCount, outputCount) }

  func candidates(maximumStages: Int) -> [Candidate] {
    var found: [Candidate] = []
    extend([first], maximumStages: maximumStages, &found)
    return found
  }

  /// The stage that every plan begins with.
  private var first: PartitionPlan.Stage {
    if isDirect {
      let size = PartitionPlan.directTapCount
      return PartitionPlan.Stage(partitionFrames: size, partitionCount: 0, offsetFrames: size)
    }
    return PartitionPlan.Stage(partitionFrames: blockFrames, partitionCount: 0, offsetFrames: 0)
  }

  /// Finishes the stages so far as one candidate, and tries every longer continuation.
  private func extend(
    _ stages: [PartitionPlan.Stage], maximumStages: Int, _ found: inout [Candidate]
  ) {
    var last = stages[stages.count - 1]
    let size = last.partitionFrames, offset = last.offsetFrames
    last.partitionCount = (tapCount - offset + size - 1) / size
    found.append(judge(stages.dropLast() + [last]))
    if stages.count == maximumStages { return }

    var next = 2 * size
    while next <= PartitionPlan.partitionFramesRange.upperBound {
      for timing in [PartitionPlan.Timing.immediate, .spread] {
        let nextOffset = timing == .spread ? 2 * next : next
        guard nextOffset > offset, nextOffset < tapCount else { continue }
        last.partitionCount = (nextOffset - offset) / size
        let following = PartitionPlan.Stage(
          partitionFrames: next, partitionCount: 0, offsetFrames: nextOffset, timing: timing)
        extend(stages.dropLast() + [last, following], maximumStages: maximumStages, &found)
      }
      next *= 2
    }
  }

  /// Of one tap: a complex value.
  private var spectrumBytes: Int { 2 * MemoryLayout<Sample>.stride }

  private func judge(_ stages: [PartitionPlan.Stage]) -> Candidate {
    let direct = isDirect ? Double(PartitionPlan.directTapCount * pathCount) * costs.direct : 0
    var mean = direct + Double(stages.count + 1) * costs.stage / Double(blockFrames)
    var peak = mean * Double(blockFrames), footprint = 0.0
    for stage in stages {
      let size = stage.partitionFrames
      footprint += Double(spectrumBytes * size * stage.partitionCount * (inputCount + pathCount))
      let prices = costs.prices(of: stage, isTiled: isTiled, footprintBytes: footprint)
      let products = Double(stage.partitionCount - 1) * prices.product + prices.newest
      let work =
        Double(inputCount) * prices.forward + Double(outputCount) * prices.inverse
        + Double(size / 8 * pathCount) * products
      mean += work / Double(size)
      peak += stage.timing == .spread ? work * Double(blockFrames) / Double(size) : work
    }
    return Candidate(stages: stages, mean: mean, peak: peak, spectrumBytes: footprint)
  }
}

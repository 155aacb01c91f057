/// Chooses the partitions for a matrix by searching all legal plans.
///
/// Bigger partitions cost less per tap, but their output comes later; each next stage therefore
/// begins as early as its size allows. What is left to choose is which sizes to use and whether each
/// works at once or spread: a few thousand plans, each judged by the cost model
///
///     mean = Σ over stages of (n F(N) + m G(N) + products) / N
///
/// with n used inputs, m used outputs, F a forward and G an inverse transform, and P·N/8 products
/// per path.
///
/// - Complexity: milliseconds. Thread: any but audio.
public struct Planner: Sendable {
  /// What a plan is chosen for.
  public enum Goal: Sendable {
    /// A flat load: the smallest worst callback among plans at most a quarter dearer than the
    /// cheapest.
    case live
    /// The smallest mean load, whatever the worst callback.
    case economy
  }

  /// More stages never won in any case tried (block 64…8192, 0.1…10 s).
  private static let maximumStages = 5

  public var costs: KernelCosts
  public var goal: Goal

  public init(costs: KernelCosts = .typical, goal: Goal = .live) {
    self.costs = costs
    self.goal = goal
  }

  /// The plan for a matrix.
  ///
  /// - Precondition: `blockFrames` is a power of two from 16 to 65536.
  public func plan(_ matrix: ImpulseMatrix, blockFrames: Int) -> PartitionPlan {
    let search = PlanSearch(matrix, blockFrames: blockFrames, costs: costs)
    if matrix.tapCount <= PartitionPlan.directTapCount && search.isDirect {
      return .uniform(blockFrames: blockFrames, tapCount: max(matrix.tapCount, 1))
    }
    let candidates = search.candidates(maximumStages: Self.maximumStages)
    let cheapest = candidates.min { $0.mean < $1.mean }
    let chosen =
      switch goal {
      case .economy:
        cheapest
      case .live:
        candidates.filter { $0.mean <= 1.25 * (cheapest?.mean ?? 0) }.min { $0.peak < $1.peak }
      }
    return chosen?.plan ?? .uniform(blockFrames: blockFrames, tapCount: max(matrix.tapCount, 1))
  }

  /// The cheapest plan where latency does not matter: the block is chosen too.
  ///
  /// - Returns: a plan whose block is at most 16384 frames, so that a file's last block wastes little.
  public func offlinePlan(_ matrix: ImpulseMatrix) -> PartitionPlan {
    let planner = Planner(costs: costs, goal: .economy)
    let plans = (10...14).map { planner.plan(matrix, blockFrames: 1 << $0) }
    let cost = { (plan: PartitionPlan) in
      planner.load(of: plan, for: matrix).meanNanosecondsPerFrame
    }
    return plans.min { cost($0) < cost($1) } ?? planner.plan(matrix, blockFrames: 4096)
  }

  /// Predicted load of a plan.
  public func load(of plan: PartitionPlan, for matrix: ImpulseMatrix) -> ConvolverLoad {
    let search = PlanSearch(matrix, blockFrames: plan.blockFrames, costs: costs)
    let judged = search.judge(plan.stages)
    return ConvolverLoad(
      meanNanosecondsPerFrame: judged.mean, worstCallbackNanoseconds: judged.peak)
  }
}

/// The search for one matrix and block.
private struct PlanSearch {
  struct Candidate {
    let plan: PartitionPlan
    /// Nanoseconds per frame.
    let mean: Double
    /// Nanoseconds of the worst callback.
    let peak: Double
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
    extend([], maximumStages: maximumStages, &found)
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
    if stages.isEmpty {
      extend([first], maximumStages: maximumStages, &found)
      return
    }
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

  func judge(_ stages: [PartitionPlan.Stage]) -> Candidate {
    var mean = isDirect ? Double(PartitionPlan.directTapCount * pathCount) * costs.direct : 0
    var peak = mean * Double(blockFrames), footprint = 0.0
    for stage in stages {
      let size = stage.partitionFrames
      footprint += Double(spectrumBytes * size * stage.partitionCount * (inputCount + pathCount))
      let product = costs.product(footprintBytes: footprint, tiled: isTiled)
      let work =
        Double(inputCount) * costs.forward(size) + Double(outputCount) * costs.inverse(size)
        + Double(size / 8 * stage.partitionCount * pathCount) * product + costs.stage
      mean += work / Double(size)
      peak += stage.timing == .spread ? work * Double(blockFrames) / Double(size) : work
    }
    return Candidate(
      plan: PartitionPlan(blockFrames: blockFrames, stages: stages), mean: mean, peak: peak)
  }
}

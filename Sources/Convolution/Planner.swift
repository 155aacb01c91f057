/// Chooses the partitions for a matrix by searching all legal plans.
///
/// Bigger partitions cost less per tap, but their output comes later; each next stage therefore
/// begins as early as its size allows. What is left to choose is which sizes to use and whether each
/// works at once or spread: a few thousand plans, each judged by the cost model
///
///     mean = Σ over stages of (n F(N) + m G(N) + products) / N + bookkeeping
///
/// with n used inputs, m used outputs, F a forward and G an inverse transform, and P·N/8 products
/// per path. The cheapest are judged again by the schedule that they would follow, callback by
/// callback.
///
/// - Complexity: milliseconds. Thread: any but audio.
public struct Planner: Sendable {
  /// What a plan is chosen for.
  public enum Goal: Sendable {
    /// A flat load in little memory: the cheapest plan whose worst callback and buffers keep within
    /// ``LiveLimits``.
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
    let stages =
      switch goal {
      case .economy: candidates.min { $0.mean < $1.mean }?.stages
      case .live: LiveChoice(search, candidates, matrix).stages
      }
    return stages.map { PartitionPlan(blockFrames: blockFrames, stages: $0) }
      ?? .uniform(blockFrames: blockFrames, tapCount: max(matrix.tapCount, 1))
  }

  /// The cheapest plan where latency does not matter: the block is chosen too.
  ///
  /// - Returns: a plan whose block is at most 16384 frames, or at most half of the taps, so that a
  ///   file's last block wastes little.
  public func offlinePlan(_ matrix: ImpulseMatrix) -> PartitionPlan {
    let planner = Planner(costs: costs, goal: .economy)
    let plans = (10...16).map { 1 << $0 }
      .filter { $0 <= max(16_384, matrix.tapCount / 2) }
      .map { planner.plan(matrix, blockFrames: $0) }
    let cost = { (plan: PartitionPlan) in
      planner.load(of: plan, for: matrix).meanNanosecondsPerFrame
    }
    return plans.min { cost($0) < cost($1) } ?? planner.plan(matrix, blockFrames: 4096)
  }

  /// Predicted load of a plan, by the schedule that each of its stages will follow.
  public func load(of plan: PartitionPlan, for matrix: ImpulseMatrix) -> ConvolverLoad {
    PlanForecast(matrix, blockFrames: plan.blockFrames, stages: plan.stages, costs: costs).load
  }
}

import Convolution

/// The filters of one step: of the whole matrix, or of every thread's share of it.
struct StepFilters {
  /// The first share is the audio thread's; a matrix that is not split is one share.
  let shares: [(outputs: [Int], bank: FilterBank)]

  var plan: PartitionPlan { shares[0].bank.plan }
  var isSplit: Bool { shares.count > 1 }

  /// - Parameter planner: chooses the partitions for a matrix.
  init(_ matrix: ImpulseMatrix, split: OutputSplit, planner: (ImpulseMatrix) -> PartitionPlan) {
    let plan = planner(matrix)
    guard split.threadCount > 1, Self.blockNanoseconds(matrix, plan) >= split.worthNanoseconds
    else {
      self.init(whole: matrix, plan: plan)
      return
    }
    self.init(
      shares: matrix.shares(split.threadCount, plan: plan).map {
        ($0.outputs, FilterBank($0.matrix, plan: plan))
      })
  }

  /// All on the audio thread.
  init(whole matrix: ImpulseMatrix, plan: PartitionPlan) {
    self.init(shares: [(Array(0..<matrix.outputCount), FilterBank(matrix, plan: plan))])
  }

  private init(shares: [(outputs: [Int], bank: FilterBank)]) { self.shares = shares }

  private static func blockNanoseconds(_ matrix: ImpulseMatrix, _ plan: PartitionPlan) -> Double {
    let load = Planner().load(of: plan, for: matrix)
    return load.meanNanosecondsPerFrame * Double(plan.blockFrames)
  }
}

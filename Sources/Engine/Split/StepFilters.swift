import Convolution
internal import Realtime

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

/// What all splits of an engine share, across its changes.
final class SplitContext: Sendable {
  let split: OutputSplit
  /// Blocks of shares that were silent because they were late.
  let late = AtomicCounter()

  init(_ split: OutputSplit) { self.split = split }

  /// The split convolver of a step's filters, with its threads running.
  ///
  /// - Returns: how each thread is scheduled, too.
  /// - Throws: `RealtimeError` when the system has no thread or event left.
  func convolver(
    _ filters: StepFilters
  ) throws(RealtimeError) -> (place: UnsafeMutablePointer<SplitConvolver>, [SchedulingOutcome]) {
    var helpers: [Share] = [], outcomes: [SchedulingOutcome] = []
    for (number, share) in filters.shares.enumerated().dropFirst() {
      let helper = try Share(share.outputs, bank: share.bank)
      outcomes.append(try helper.start(number: number, priority: split.priority))
      helpers.append(helper)
    }
    let place = UnsafeMutablePointer<SplitConvolver>.allocate(capacity: 1)
    place.initialize(
      to: SplitConvolver(
        filters.shares[0].outputs, bank: filters.shares[0].bank, others: helpers,
        patienceNanoseconds: split.patienceNanoseconds, late: late.share()))
    return (place, outcomes)
  }
}

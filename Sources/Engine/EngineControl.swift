public import Convolution
internal import Realtime

/// The control side of a running ``RenderEngine``: changes its chain without a click.
///
/// New taps for the same partitions share the running history and fade within milliseconds at the
/// head; anything else fades the input from the old engine, which rings out, to the new one. What
/// was asked for last is what sounds in the end, however many changes came before.
///
/// Thread: control, one at a time.
public final class EngineControl {
  /// How a change reaches the sound.
  public enum Transition: Equatable, Sendable {
    /// The chain is the same.
    case none
    /// So many filter banks change over the same history.
    case filters(Int)
    /// A second engine takes over.
    case engine
  }

  private let mailbox: Mailbox
  private let retired: RetireQueue
  private let blockFrames: Int
  private let context: SplitContext
  private let planner: (ImpulseMatrix) -> PartitionPlan
  /// What sounds, or will once the posted update is adopted.
  private var current: [StepRecipe]
  private var partitionPlans: [PartitionPlan?]
  /// What would sound if the update in the mailbox were withdrawn.
  private var previous: (recipes: [StepRecipe], plans: [PartitionPlan?])
  /// Frames of each fade.
  public var fadeFrames = 1024
  public var curve = FilterSwap.Curve.equalGain

  init(
    _ plan: RenderPlan, mailbox: consuming Mailbox, retired: consuming RetireQueue,
    planner: @escaping (ImpulseMatrix) -> PartitionPlan
  ) {
    self.mailbox = mailbox
    self.retired = retired
    blockFrames = plan.view.blockFrames
    context = plan.context
    self.planner = planner
    current = plan.recipes
    partitionPlans = plan.stepPartitionPlans
    previous = (plan.recipes, plan.stepPartitionPlans)
  }

  deinit {
    if let pointer = mailbox.take() { EngineUpdate.withdraw(pointer) }
    collect()
  }

  /// Changes to another chain with the same channels in and out.
  ///
  /// Builds everything here; the audio thread takes it over within a block, or once the change
  /// before is through.
  ///
  /// - Precondition: the chain has the engine's channels.
  /// - Returns: how the change is made.
  public func change(to chain: Chain) -> Transition {
    collect()
    if let pointer = mailbox.take() {
      EngineUpdate.withdraw(pointer)
      (current, partitionPlans) = previous
    }
    let wanted = StepRecipe.steps(of: chain)
    if wanted == current { return .none }
    previous = (current, partitionPlans)
    if let swaps = swaps(to: wanted) {
      current = wanted
      post(EngineUpdate(swaps))
      return .filters(swaps.count)
    }
    let plan = RenderPlan(chain, blockFrames: blockFrames, context: context, planner: planner)
    current = wanted
    partitionPlans = plan.stepPartitionPlans
    post(EngineUpdate(plan))
    return .engine
  }

  /// Frees what the audio thread has done with. Called by ``change(to:)`` too.
  public func collect() {
    while let object = retired.collect() {
      Unmanaged<AnyObject>.fromOpaque(object).release()
    }
  }

  private func post(_ update: EngineUpdate) {
    if let pointer = mailbox.post(update.post()) { EngineUpdate.withdraw(pointer) }
  }

  /// The banks that lead from the current steps to the wanted ones; `nil` if banks do not suffice.
  private func swaps(to wanted: [StepRecipe]) -> [(step: Int, swap: FilterSwap)]? {
    guard wanted.count == current.count else { return nil }
    var swaps: [(step: Int, swap: FilterSwap)] = []
    for (step, (old, new)) in zip(current, wanted).enumerated() where old != new {
      guard old.route == new.route, let plan = partitionPlans[step],
        let before = old.convolution, let after = new.convolution,
        before.inputs == after.inputs, before.outputs == after.outputs,
        before.latencyFrames == after.latencyFrames,
        after.matrix.tapCount <= plan.tapCapacity
      else { return nil }
      let swap = FilterSwap(
        FilterBank(after.matrix, plan: plan), fadeFrames: fadeFrames, curve: curve)
      guard swap.fits(before.matrix, plan: plan) else { return nil }
      swaps.append((step, swap))
    }
    return swaps
  }
}

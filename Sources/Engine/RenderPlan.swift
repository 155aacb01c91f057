import Convolution
internal import Realtime

/// A chain compiled to flat steps with all the memory they need.
///
/// Thread: made and freed off the audio thread; the audio thread follows its raw pointers only.
final class RenderPlan {
  let recipes: [StepRecipe]
  let view: RenderPlanView
  /// How outputs are shared among threads, in this plan and those that follow it.
  let context: SplitContext
  private let owned: [OwnedStep]

  /// - Parameter planner: chooses the partitions for a matrix.
  convenience init(
    _ chain: Chain, blockFrames: Int, context: SplitContext,
    planner: (ImpulseMatrix) -> PartitionPlan
  ) {
    let recipes = StepRecipe.steps(of: chain)
    let filters = recipes.map { recipe in
      recipe.convolution.map {
        StepFilters($0.matrix, split: context.split, planner: planner)
      }
    }
    self.init(
      recipes, filters: filters, context: context, ceilings: chain.outputCeilings,
      inputCount: chain.inputCount, blockFrames: blockFrames, tailFrames: chain.tailFrames,
      latencyFrames: chain.latencyFrames)
  }

  /// The same plan over the same filter banks, with a past and buffers of its own.
  convenience init(sharing other: RenderPlan) {
    self.init(
      other.recipes, filters: other.owned.map(\.filters), context: other.context,
      ceilings: (0..<other.view.outputCount).map { other.view.ceilings[$0] },
      inputCount: other.view.inputCount, blockFrames: other.view.blockFrames,
      tailFrames: other.view.tailFrames, latencyFrames: other.view.latencyFrames)
  }

  private init(
    _ recipes: [StepRecipe], filters: [StepFilters?], context: SplitContext, ceilings: [Sample],
    inputCount: Int, blockFrames: Int, tailFrames: Int, latencyFrames: Int
  ) {
    let owned = zip(recipes, filters).map {
      OwnedStep($0, filters: $1, blockFrames: blockFrames, context: context)
    }
    let steps = UnsafeMutablePointer<RenderStep>.allocate(capacity: max(owned.count, 1))
    steps.initialize(from: owned.map(\.step), count: owned.count)
    let width = max(recipes.map(\.route.outputs.count).max() ?? 0, inputCount)
    let buffers = UnsafeMutablePointer<Sample>.allocate(capacity: 2 * width * blockFrames)
    buffers.initialize(repeating: 0, count: 2 * width * blockFrames)
    let limits = UnsafeMutablePointer<Sample>.allocate(capacity: ceilings.count)
    limits.initialize(from: ceilings, count: ceilings.count)
    self.recipes = recipes
    self.context = context
    self.owned = owned
    view = RenderPlanView(
      steps: steps, stepCount: owned.count, buffers: buffers, bufferSamples: width * blockFrames,
      ceilings: limits, inputCount: inputCount, outputCount: ceilings.count,
      blockFrames: blockFrames, tailFrames: tailFrames, latencyFrames: latencyFrames)
  }

  deinit {
    view.steps.deallocate()
    view.buffers.deallocate()
    view.ceilings.deallocate()
  }

  /// Bytes of spectra, histories and buffers of all convolutions.
  var byteCount: Int {
    owned.reduce(2 * view.bufferSamples * MemoryLayout<Sample>.stride) { $0 + $1.byteCount }
  }

  /// The partitions of each step whose filters can change while it runs; `nil` for others.
  var stepPartitionPlans: [PartitionPlan?] {
    owned.map { $0.filters?.isSplit == false ? $0.partitionPlan : nil }
  }

  /// How the threads that help with large convolutions are scheduled.
  var helpers: [SchedulingOutcome] { owned.flatMap(\.helpers) }

  /// The partitions of each convolution, in order.
  var partitionPlans: [PartitionPlan] { owned.compactMap(\.partitionPlan) }
}

/// A plan as the audio thread sees it.
struct RenderPlanView {
  let steps: UnsafeMutablePointer<RenderStep>
  let stepCount: Int
  /// Two planar buffers `[width][blockFrames]` that steps read and write in turn.
  let buffers: UnsafeMutablePointer<Sample>
  let bufferSamples: Int
  /// Per output, the highest magnitude that its limiters let through.
  let ceilings: UnsafeMutablePointer<Sample>
  let inputCount: Int
  let outputCount: Int
  let blockFrames: Int
  let tailFrames: Int
  let latencyFrames: Int

  /// Renders one block: `[inputCount][blockFrames]` to `[outputCount][blockFrames]`.
  @_noLocks
  func render(_ input: UnsafePointer<Sample>, into output: UnsafeMutablePointer<Sample>) {
    if stepCount == 0 {
      copySamples(input, to: output, count: outputCount * blockFrames)
      return
    }
    var source = input
    var index = 0
    while index < stepCount {
      let isLast = index == stepCount - 1
      let target = isLast ? output : buffers + (index & 1) * bufferSamples
      steps[index].render(source, into: target, blockFrames: blockFrames)
      source = UnsafePointer(target)
      index += 1
    }
  }

  /// Begins to forget all past input; the steps must be cleared before the next block.
  @_noLocks
  func restart() {
    var index = 0
    while index < stepCount {
      steps[index].restart()
      index += 1
    }
  }

  /// Forgets all past input.
  @_noLocks
  func reset() {
    var index = 0
    while index < stepCount {
      steps[index].reset()
      index += 1
    }
  }
}

/// `update(from:count:)` may free in general, so that the compiler's proof refuses it.
@inline(__always) @_noLocks
func copySamples(
  _ from: UnsafePointer<Sample>, to: UnsafeMutablePointer<Sample>, count: Int
) {
  var index = 0
  while index < count {
    to[index] = from[index]
    index += 1
  }
}

internal import Convolution
internal import Engine
internal import Rendering

/// Fresh engines over one chain.
///
/// Thread: any, and several at a time.
struct EngineStock: Sendable {
  private let chain: Chain
  private let plan: PartitionPlan
  private let model: ModelEngine?

  /// - Complexity: transforms every impulse response when they are used often.
  init(_ chain: Chain, _ plan: PartitionPlan, _ reuse: OfflineRequest.Reuse) {
    self.chain = chain
    self.plan = plan
    model = reuse == .once ? nil : ModelEngine(Self.engine(chain, plan))
  }

  func engine() -> RenderEngine {
    if let model { return RenderEngine(sharing: model.engine) }
    return Self.engine(chain, plan)
  }

  private static func engine(_ chain: Chain, _ plan: PartitionPlan) -> RenderEngine {
    RenderEngine(chain, blockFrames: plan.blockFrames) { _ in plan }
  }
}

/// An engine that never renders: others share its filters.
///
/// `@unchecked`: nothing of it changes after it is made.
private final class ModelEngine: @unchecked Sendable {
  let engine: RenderEngine

  init(_ engine: consuming RenderEngine) { self.engine = engine }
}

import Convolution

/// A change of the running chain on its way to the audio thread.
///
/// Thread: made and freed off the audio thread, which follows `order` only.
final class EngineUpdate {
  /// What the audio thread reads.
  struct Order {
    /// Filter banks of single steps, or a whole plan.
    let swaps: UnsafeMutablePointer<StepSwap>
    let swapCount: Int
    let plan: RenderPlanView?
    let planOwner: Unmanaged<RenderPlan>?
    /// This update's own reference, handed back once the order is read.
    var owner: UnsafeMutableRawPointer?
  }

  /// One step's new bank.
  struct StepSwap {
    let step: Int
    let order: SwapOrder
  }

  let order: UnsafeMutablePointer<Order>
  private let swaps: [(step: Int, swap: FilterSwap)]

  /// New banks for some steps.
  init(_ swaps: [(step: Int, swap: FilterSwap)]) {
    let places = UnsafeMutablePointer<StepSwap>.allocate(capacity: max(swaps.count, 1))
    for (index, swap) in swaps.enumerated() {
      (places + index).initialize(to: StepSwap(step: swap.step, order: swap.swap.order()))
    }
    order = .allocate(capacity: 1)
    order.initialize(
      to: Order(
        swaps: places, swapCount: swaps.count, plan: nil, planOwner: nil, owner: nil))
    self.swaps = swaps
  }

  /// A whole plan.
  init(_ plan: RenderPlan) {
    order = .allocate(capacity: 1)
    order.initialize(
      to: Order(
        swaps: .allocate(capacity: 1), swapCount: 0, plan: plan.view,
        planOwner: Unmanaged.passRetained(plan), owner: nil))
    swaps = []
  }

  deinit {
    order.pointee.swaps.deallocate()
    order.deallocate()
  }

  /// The pointer to post; it carries one reference to this object.
  func post() -> UnsafeMutableRawPointer {
    order.pointee.owner = Unmanaged.passRetained(self).toOpaque()
    return UnsafeMutableRawPointer(order)
  }

  /// Takes back an update that was never adopted, with all that it would have handed over.
  static func withdraw(_ pointer: UnsafeMutableRawPointer) {
    let order = pointer.assumingMemoryBound(to: Order.self).pointee
    for index in 0..<order.swapCount { order.swaps[index].order.cancel() }
    order.planOwner?.release()
    if let owner = order.owner { Unmanaged<EngineUpdate>.fromOpaque(owner).release() }
  }
}

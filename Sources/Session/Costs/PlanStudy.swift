public import Convolution
internal import Realtime

/// A partition plan tried out on this machine.
public struct PlanStudy: Sendable {
  public let plan: PartitionPlan
  /// By the planner's model: without caches that other work has emptied and the bookkeeping of
  /// slices, so that a measurement is mostly dearer.
  public let predicted: ConvolverLoad
  public let measured: ConvolverLoad
  /// Bytes of spectra, histories and buffers.
  public let byteCount: Int
  /// Impulse responses from an input to an output.
  public let pathCount: Int
  /// Kernel calls that multiply a block's spectra, over all stages.
  public let tileCount: Int

  /// Predicts and measures.
  ///
  /// - Parameter costs: what the prediction is made with.
  /// - Parameter nanoseconds: how long to measure.
  /// - Thread: control, with denormals flushed.
  public init(
    _ matrix: ImpulseMatrix, plan: PartitionPlan, costs: KernelCosts,
    nanoseconds: Int = 300_000_000
  ) {
    let bank = FilterBank(matrix, plan: plan)
    var convolver = PartitionedConvolver(bank)
    self.plan = plan
    predicted = Planner(costs: costs).load(of: plan, for: matrix)
    measured = ConvolverLoad.measured(&convolver, nanoseconds: nanoseconds) {
      MonotonicClock.nanoseconds
    }
    byteCount = convolver.byteCount
    pathCount = matrix.paths.count
    tileCount = bank.tileCount
  }
}

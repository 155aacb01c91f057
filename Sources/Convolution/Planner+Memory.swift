extension Planner {
  /// Bytes of spectra, histories and buffers of a convolver for a matrix, before it is built.
  ///
  /// - Thread: any but audio.
  public func byteCount(of plan: PartitionPlan, for matrix: ImpulseMatrix) -> Int {
    PlanForecast(matrix, blockFrames: plan.blockFrames, stages: plan.stages, costs: costs).byteCount
  }
}

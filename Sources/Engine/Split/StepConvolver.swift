import Convolution
internal import Realtime

/// What convolves in a step: at most one of the two.
struct StepConvolver {
  var whole: UnsafeMutablePointer<PartitionedConvolver>?
  var split: UnsafeMutablePointer<SplitConvolver>?
  /// How the threads that help are scheduled, or why there are none.
  var helpers: [SchedulingOutcome] = []

  /// - Returns: the filters that are used, too: those of the whole matrix where the system has no
  ///   threads for its shares.
  static func make(
    _ filters: StepFilters, _ matrix: ImpulseMatrix, _ context: SplitContext
  ) -> (StepConvolver, StepFilters) {
    if !filters.isSplit { return (StepConvolver(whole: place(filters)), filters) }
    do throws(RealtimeError) {
      let (split, helpers) = try context.convolver(filters)
      return (StepConvolver(split: split, helpers: helpers), filters)
    } catch {
      let whole = StepFilters(whole: matrix, plan: filters.plan)
      let reason = "All outputs are rendered by the audio thread: \(error.description)"
      return (StepConvolver(whole: place(whole), helpers: [.normal(reason: reason)]), whole)
    }
  }

  private static func place(
    _ filters: StepFilters
  ) -> UnsafeMutablePointer<PartitionedConvolver> {
    let place = UnsafeMutablePointer<PartitionedConvolver>.allocate(capacity: 1)
    place.initialize(to: PartitionedConvolver(filters.shares[0].bank))
    return place
  }
}

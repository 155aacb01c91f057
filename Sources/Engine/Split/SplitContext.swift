import Convolution
internal import Realtime

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

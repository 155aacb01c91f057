import Convolution
import SignalProcessing

/// Owns what ``ChannelInserts`` point to.
///
/// Thread: made and freed off the audio thread.
final class OwnedInserts {
  let view: ChannelInserts

  init(_ work: StepRecipe.Work, blockFrames: Int) {
    let filters = Self.filters(work)
    let delays = Self.delays(work, blockFrames)
    let limiters = Self.limiters(work, blockFrames)
    view = ChannelInserts(
      filters: filters.place, filterCount: filters.count, delays: delays.place,
      delayCount: delays.count, limiters: limiters.place, limiterCount: limiters.count)
  }

  private static func filters(
    _ work: StepRecipe.Work
  ) -> (place: UnsafeMutablePointer<ChannelFilter>, count: Int) {
    guard case .filters(let stage) = work else { return (.allocate(capacity: 1), 0) }
    let filtered = stage.sections.enumerated().filter { !$0.element.isEmpty }
    let place = UnsafeMutablePointer<ChannelFilter>.allocate(capacity: max(filtered.count, 1))
    for (index, (channel, sections)) in filtered.enumerated() {
      (place + index).initialize(to: ChannelFilter(channel: channel, cascade: .init(sections)))
    }
    return (place, filtered.count)
  }

  private static func delays(
    _ work: StepRecipe.Work, _ blockFrames: Int
  ) -> (place: UnsafeMutablePointer<ChannelDelay>, count: Int) {
    guard case .delays(let stage) = work else { return (.allocate(capacity: 1), 0) }
    let none = DelayStage.Line(wholeFrames: 0, taps: [])
    let delayed = stage.lines.enumerated().filter { $0.element != none }
    let place = UnsafeMutablePointer<ChannelDelay>.allocate(capacity: max(delayed.count, 1))
    for (index, (channel, line)) in delayed.enumerated() {
      (place + index).initialize(
        to: ChannelDelay(channel: channel, line: DelayLine(line, blockFrames: blockFrames)))
    }
    return (place, delayed.count)
  }

  private static func limiters(
    _ work: StepRecipe.Work, _ blockFrames: Int
  ) -> (place: UnsafeMutablePointer<ChannelLimiter>, count: Int) {
    guard case .limiters(let stage) = work else { return (.allocate(capacity: 1), 0) }
    let groups = stage.groups
    let place = UnsafeMutablePointer<ChannelLimiter>.allocate(capacity: max(groups.count, 1))
    for (index, group) in groups.enumerated() {
      (place + index).initialize(to: ChannelLimiter(group, of: stage, blockFrames: blockFrames))
    }
    return (place, groups.count)
  }

  deinit {
    view.filters.deinitialize(count: view.filterCount)
    view.filters.deallocate()
    view.delays.deinitialize(count: view.delayCount)
    view.delays.deallocate()
    view.limiters.deinitialize(count: view.limiterCount)
    view.limiters.deallocate()
  }

  /// Bytes of the delays, next to which nothing else counts.
  var byteCount: Int { (0..<view.delayCount).reduce(0) { $0 + view.delays[$1].line.byteCount } }
}

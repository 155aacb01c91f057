extension ConvolutionStage {
  /// Forgets all past input; a change under way is completed at once.
  @_noLocks
  mutating func reset() {
    restart()
    clear(from: 0, count: clearableSamples)
  }

  /// Samples that the stage remembers: its history, then the current side's buffers.
  var clearableSamples: Int {
    @_noLocks get { historySamples + current.pointee.sampleCount }
  }

  private var historySamples: Int { @_noLocks get { memory.count & ~7 } }

  /// Clears a part of what the stage remembers.
  ///
  /// - Precondition: both numbers are multiples of 8, and nothing lies beyond
  ///   ``clearableSamples``.
  @_noLocks
  func clear(from first: Int, count: Int) {
    let end = first + count, historyEnd = historySamples
    if first < historyEnd {
      kernels.clear(memory.base + first, count: (end < historyEnd ? end : historyEnd) - first)
    }
    if end > historyEnd {
      let start = first > historyEnd ? first : historyEnd
      kernels.clear(current.pointee.accumulators + start - historyEnd, count: end - start)
    }
  }
}

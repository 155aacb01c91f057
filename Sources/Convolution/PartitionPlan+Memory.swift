extension PartitionPlan {
  /// Frames of the largest block that a stage works on: a convolver's state repeats its phase with
  /// this period.
  public var longestBlockFrames: Int {
    stages.reduce(blockFrames) { max($0, $1.partitionFrames) }
  }

  /// Frames of the past that decide every bit of the output. Two convolvers that were given the same
  /// so many frames, from a multiple of ``longestBlockFrames`` on, agree bit by bit.
  ///
  /// The taps reach back by their number. A block begins up to its length before a frame that
  /// matters, and its overlap comes from the block before.
  public var memoryFrames: Int { tapCapacity + 2 * longestBlockFrames }
}

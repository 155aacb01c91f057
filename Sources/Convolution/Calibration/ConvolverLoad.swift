/// What a convolver takes of a processor, predicted or measured.
public struct ConvolverLoad: Equatable, Sendable {
  /// Averaged over the plan's longest period.
  public var meanNanosecondsPerFrame: Double
  /// Of the dearest callback, of ``PartitionPlan/blockFrames`` frames.
  public var worstCallbackNanoseconds: Double

  public init(meanNanosecondsPerFrame: Double, worstCallbackNanoseconds: Double) {
    self.meanNanosecondsPerFrame = meanNanosecondsPerFrame
    self.worstCallbackNanoseconds = worstCallbackNanoseconds
  }

  /// The mean share of one processor; 1 is all of it.
  public func meanShare(sampleRate: Int) -> Double {
    meanNanosecondsPerFrame * Double(sampleRate) / 1e9
  }
}

/// How an impulse response is cut into partitions: plain values, computed before anything is built.
///
/// It prints as one line: `64x16 512x14s 4096x10s` are 16 partitions of 64 taps, 14 of 512 and 10 of
/// 4096, the last two spread.
public struct PartitionPlan: Equatable, Sendable, CustomStringConvertible {
  /// When a stage does the work of a block.
  public enum Timing: Equatable, Sendable {
    /// All of it in the callback that completes the block: cheapest on average.
    case immediate
    /// In equal slices over the callbacks until the next block is complete: one block later, flat.
    case spread
  }

  /// All partitions of one size.
  public struct Stage: Equatable, Sendable {
    /// Taps of each partition, and frames of the blocks it works on.
    public var partitionFrames: Int
    public var partitionCount: Int
    /// The first tap that this stage applies.
    public var offsetFrames: Int
    public var timing: Timing

    public init(
      partitionFrames: Int, partitionCount: Int, offsetFrames: Int, timing: Timing = .immediate
    ) {
      self.partitionFrames = partitionFrames
      self.partitionCount = partitionCount
      self.offsetFrames = offsetFrames
      self.timing = timing
    }

    /// The tap behind the last one.
    public var endFrames: Int { offsetFrames + partitionCount * partitionFrames }
  }

  /// Partition sizes that the transform has.
  public static let partitionFramesRange = 64...65536

  /// Frames rendered per call.
  public let blockFrames: Int
  /// In order of their taps, without gap or overlap.
  public let stages: [Stage]

  /// - Precondition: `blockFrames` is a power of two in 64...65536 and the first stage's partition
  ///   size; the stages follow each other without a gap, grow in partition size by powers of two,
  ///   and none is asked for output before its block is complete: a later stage's offset is at
  ///   least its partition size, twice that if spread.
  public init(blockFrames: Int, stages: [Stage]) {
    precondition(!stages.isEmpty)
    precondition(Self.isPartitionSize(blockFrames))
    precondition(stages[0].partitionFrames == blockFrames)
    precondition(stages[0].offsetFrames == 0 && stages[0].timing == .immediate)
    for (stage, next) in zip(stages, stages.dropFirst()) {
      precondition(Self.isPartitionSize(next.partitionFrames))
      precondition(next.partitionFrames > stage.partitionFrames)
      precondition(next.offsetFrames == stage.endFrames)
      precondition(next.offsetFrames >= next.partitionFrames * (next.timing == .spread ? 2 : 1))
    }
    precondition(stages.allSatisfy { $0.partitionCount > 0 })
    self.blockFrames = blockFrames
    self.stages = stages
  }

  /// One stage with the block's size: no work is ever put off.
  ///
  /// - Parameter tapCount: at least 1.
  public static func uniform(blockFrames: Int, tapCount: Int) -> PartitionPlan {
    precondition(tapCount > 0)
    let count = (tapCount + blockFrames - 1) / blockFrames
    return PartitionPlan(
      blockFrames: blockFrames,
      stages: [Stage(partitionFrames: blockFrames, partitionCount: count, offsetFrames: 0)])
  }

  /// Taps that the plan can hold.
  public var tapCapacity: Int { stages[stages.count - 1].endFrames }

  /// Frames between a sample in and the same sample out, beyond the block itself: always none.
  public var addedLatencyFrames: Int { 0 }

  public var description: String {
    stages.map { stage in
      let mark = stage.timing == .spread ? "s" : ""
      return "\(stage.partitionFrames)x\(stage.partitionCount)\(mark)"
    }.joined(separator: " ")
  }

  private static func isPartitionSize(_ frames: Int) -> Bool {
    partitionFramesRange.contains(frames) && frames & (frames - 1) == 0
  }
}

/// How an impulse response is cut into partitions: plain values, computed before anything is built.
///
/// It prints as one line: `64x16 512x14s 4096x10s` are 16 partitions of 64 taps, 14 of 512 and 10 of
/// 4096, the last two spread. `d64 64x15` begins with 64 taps in direct form.
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

  /// Blocks that are rendered without a transform, because one would cost more than it saves.
  public static let directBlockFrames = [16, 32]

  /// Taps of the direct form in front of such a block's stages: one shortest partition.
  public static let directTapCount = 64

  /// Frames rendered per call.
  public let blockFrames: Int
  /// Taps applied in direct form before the first stage; 0 for blocks that a transform fits.
  public let headTapCount: Int
  /// In order of their taps, without gap or overlap.
  public let stages: [Stage]

  /// - Precondition: `blockFrames` is 16, 32, or a power of two in ``partitionFramesRange`` and then
  ///   the first stage's partition size; the stages follow each other without a gap, grow in
  ///   partition size by powers of two, and each but one at tap 0 begins at the tap that its output
  ///   is ready for: an offset of the partition size, twice that if spread.
  public init(blockFrames: Int, stages: [Stage]) {
    if let fault = PlanFault(blockFrames: blockFrames, stages: stages) {
      preconditionFailure(fault.description)
    }
    let isDirect = Self.directBlockFrames.contains(blockFrames)
    headTapCount = isDirect ? Self.directTapCount : 0
    self.blockFrames = blockFrames
    self.stages = stages
  }

  /// One stage of the block's size, or of the shortest partition behind a direct form.
  ///
  /// - Parameter tapCount: at least 1.
  public static func uniform(blockFrames: Int, tapCount: Int) -> PartitionPlan {
    precondition(tapCount > 0)
    let isDirect = directBlockFrames.contains(blockFrames)
    let size = isDirect ? directTapCount : blockFrames
    let offset = isDirect ? directTapCount : 0
    let count = (max(tapCount - offset, 0) + size - 1) / size
    let stage = Stage(partitionFrames: size, partitionCount: count, offsetFrames: offset)
    return PartitionPlan(blockFrames: blockFrames, stages: count > 0 ? [stage] : [])
  }

  /// Taps that the plan can hold.
  public var tapCapacity: Int { stages.last?.endFrames ?? headTapCount }

  /// Frames between a sample in and the same sample out, beyond the block itself: always none.
  public var addedLatencyFrames: Int { 0 }

  public var description: String {
    ((headTapCount > 0 ? ["d\(headTapCount)"] : []) + stages.map(\.description))
      .joined(separator: " ")
  }

  static func isPartitionSize(_ frames: Int) -> Bool {
    partitionFramesRange.contains(frames) && frames & (frames - 1) == 0
  }
}

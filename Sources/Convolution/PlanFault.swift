/// Why stages are no plan.
enum PlanFault: Equatable, CustomStringConvertible {
  case block(Int)
  case missingFirst(block: Int)
  case gap(PartitionPlan.Stage, after: Int)
  case empty(PartitionPlan.Stage)
  case size(PartitionPlan.Stage)
  case order(PartitionPlan.Stage, after: Int)
  case early(PartitionPlan.Stage)
  case late(PartitionPlan.Stage)

  /// The first fault; `nil` when the stages can be run.
  init?(blockFrames: Int, stages: [PartitionPlan.Stage]) {
    let isDirect = PartitionPlan.directBlockFrames.contains(blockFrames)
    guard isDirect || PartitionPlan.isPartitionSize(blockFrames) else {
      self = .block(blockFrames)
      return
    }
    if !isDirect {
      guard let first = stages.first, first.partitionFrames == blockFrames,
        first.timing == .immediate
      else {
        self = .missingFirst(block: blockFrames)
        return
      }
    }
    var end = isDirect ? PartitionPlan.directTapCount : 0
    var smallest = 0
    for stage in stages {
      if let fault = PlanFault(stage, after: end, smallest: smallest) {
        self = fault
        return
      }
      end = stage.endFrames
      smallest = stage.partitionFrames
    }
    return nil
  }

  private init?(_ stage: PartitionPlan.Stage, after end: Int, smallest: Int) {
    if stage.offsetFrames != end {
      self = .gap(stage, after: end)
    } else if stage.partitionCount < 1 {
      self = .empty(stage)
    } else if !PartitionPlan.isPartitionSize(stage.partitionFrames) {
      self = .size(stage)
    } else if stage.partitionFrames <= smallest {
      self = .order(stage, after: smallest)
    } else if stage.offsetFrames != 0 && stage.offsetFrames < stage.waitFrames {
      self = .early(stage)
    } else if stage.offsetFrames > stage.waitFrames {
      self = .late(stage)
    } else {
      return nil
    }
  }

  /// What is wrong, what was found, and what is allowed, without a subject.
  var description: String {
    switch self {
    case .block(let frames):
      "blocks of \(frames) frames; allowed are the powers of two from 16 to 65536"
    case .missingFirst(let block):
      "blocks of \(block) frames begin with partitions of \(block) that are not spread"
    case .gap(let stage, let end):
      "\(stage) begins at tap \(stage.offsetFrames), the partitions before it end at \(end)"
    case .empty(let stage):
      "\(stage) has no partitions; leave it out"
    case .size(let stage):
      "\(stage) has partitions of \(stage.partitionFrames); allowed are the powers of two from 64 "
        + "to 65536"
    case .order(let stage, let size):
      "\(stage) comes after partitions of \(size); each stage's are longer than those before"
    case .early(let stage):
      "\(stage) begins at tap \(stage.offsetFrames), before its first block can be ready; put "
        + "\(stage.waitFrames) taps in front of it"
    case .late(let stage):
      "\(stage) begins at tap \(stage.offsetFrames), but its blocks are played as soon as they can "
        + "be; put exactly \(stage.waitFrames) taps in front of it"
    }
  }
}

extension PartitionPlan.Stage {
  /// Frames from a block's first to the first that its result is ready for: it has to be complete,
  /// and if spread, worked on until the next one is.
  var waitFrames: Int { timing == .spread ? 2 * partitionFrames : partitionFrames }
}

extension PartitionPlan.Stage: CustomStringConvertible {
  /// As in the plan's line: `512x14s`.
  public var description: String {
    "\(partitionFrames)x\(partitionCount)" + (timing == .spread ? "s" : "")
  }
}

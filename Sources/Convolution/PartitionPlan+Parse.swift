/// A line that is no partition plan.
public struct PartitionPlanError: Error, Equatable, CustomStringConvertible, Sendable {
  /// One sentence that begins with the line.
  public let description: String
}

extension PartitionPlan {
  /// Taps that a plan's line may ask for, far more than any memory holds.
  private static let parsedTapLimit = 1 << 40

  /// The plan that prints as `text`: see ``description``. The offsets follow from the order.
  ///
  /// - Parameter blockFrames: the frames rendered per call. Needed only for a plan that begins in
  ///   direct form, whose blocks its line does not name; otherwise the first partition is the block.
  /// - Throws: when the line is malformed, cannot be run, or is for other blocks.
  public init(parsing text: String, blockFrames: Int? = nil) throws(PartitionPlanError) {
    func error(_ reason: String) -> PartitionPlanError {
      PartitionPlanError(description: "\"\(text)\" is no partition plan: \(reason)")
    }
    var words = text.split(separator: " ")
    let isDirect = words.first == "d\(Self.directTapCount)"
    if isDirect { words.removeFirst() }
    var stages: [Stage] = []
    for word in words {
      let offset = stages.last?.endFrames ?? (isDirect ? Self.directTapCount : 0)
      guard let stage = Stage(word, offsetFrames: offset), stage.endFrames < Self.parsedTapLimit
      else {
        throw error("\"\(word)\" is not of the form SIZExCOUNT or SIZExCOUNTs, such as 512x14s")
      }
      stages.append(stage)
    }
    guard isDirect || !stages.isEmpty else {
      throw error("it is empty; give one such as \"256x8 1024x6s\"")
    }
    guard let block = blockFrames ?? (isDirect ? nil : stages[0].partitionFrames) else {
      throw error("one that begins with d\(Self.directTapCount) needs its block, 16 or 32, as well")
    }
    guard isDirect == Self.directBlockFrames.contains(block) else {
      let direct = "d\(Self.directTapCount)"
      throw error(
        "blocks of \(block) frames begin with "
          + (isDirect ? "\(block)xCOUNT, not with \(direct)" : direct))
    }
    if let fault = PlanFault(blockFrames: block, stages: stages) { throw error(fault.description) }
    self.init(blockFrames: block, stages: stages)
  }
}

extension PartitionPlan.Stage {
  /// Reads `512x14s`.
  fileprivate init?(_ word: Substring, offsetFrames: Int) {
    let timing: PartitionPlan.Timing = word.hasSuffix("s") ? .spread : .immediate
    let numbers = (timing == .spread ? word.dropLast() : word).split(
      separator: "x", omittingEmptySubsequences: false)
    // Nine digits cannot overflow, whatever is done with them.
    guard numbers.count == 2,
      numbers.allSatisfy({ (1...9).contains($0.count) && $0.allSatisfy(\.isNumber) }),
      let size = Int(numbers[0]), let count = Int(numbers[1])
    else { return nil }
    self.init(
      partitionFrames: size, partitionCount: count, offsetFrames: offsetFrames, timing: timing)
  }
}

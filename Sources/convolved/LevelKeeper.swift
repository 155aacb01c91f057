internal import Session

/// Has levels saved once they have stood still: a volume knob is not a disk's business.
struct LevelKeeper {
  private var saved: ServiceLevels
  private var seen: ServiceLevels
  private var seenAt = 0

  private static let settlingNanoseconds = 1_000_000_000

  /// - Parameter levels: what is saved already, or is no news.
  init(_ levels: ServiceLevels) {
    saved = levels
    seen = levels
  }

  func isUnsaved(_ levels: ServiceLevels) -> Bool { levels != saved }

  /// What is to be saved now; given once.
  mutating func due(_ levels: ServiceLevels, now: Int) -> ServiceLevels? {
    if levels != seen { (seen, seenAt) = (levels, now) }
    guard isUnsaved(levels), now - seenAt >= Self.settlingNanoseconds else { return nil }
    saved = levels
    return levels
  }
}

/// Keeps denormals treated as zero on one thread, and counts how often that had been lost.
///
/// - Thread: one audio thread; the count may be copied out by it.
public struct DenormalWatch: Sendable {
  /// How often ``check()`` found the flag gone.
  public private(set) var lossCount = 0

  public init() {}

  /// To be called once per block. True when the flag was gone; it is back now.
  @_noLocks
  public mutating func check() -> Bool {
    let wasLost = Denormals.restoreFlushToZero()
    if wasLost { lossCount &+= 1 }
    return wasLost
  }
}

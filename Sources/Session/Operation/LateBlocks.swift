public import Realtime
internal import SignalProcessing

/// Says once a minute how many blocks took longer than they may.
public struct LateBlocks {
  private var past: DeadlineMonitor.Snapshot?
  private var lookedAt: Int?

  private static let windowNanoseconds = 60_000_000_000

  public init() {}

  /// - Parameter now: nanoseconds of the monotonic clock.
  /// - Returns: a sentence, when any were late in the last minute.
  public mutating func sentence(
    _ present: DeadlineMonitor.Snapshot, periodFrames: Int, now: Int
  ) -> String? {
    if let lookedAt, now - lookedAt < Self.windowNanoseconds { return nil }
    defer { (past, lookedAt) = (present, now) }
    guard let past else { return nil }
    // A session of its own begins to count anew.
    let minute = present.blockCount >= past.blockCount ? present.blocks(since: past) : present
    guard minute.lateCount > 0 else { return nil }
    let worst = Double(minute.worstNanoseconds) / 1e6
    let period = Double(minute.periodNanoseconds) / 1e6
    return """
      \(minute.lateCount) late \(minute.lateCount == 1 ? "block" : "blocks") in the last minute, \
      worst \(worst.text(decimals: 1)) ms of \(period.text(decimals: 1)) ms; try audio.period \
      \(2 * periodFrames), or shorter impulse responses
      """
  }
}

/// Tells a device's usable readings from lies, and counts the lies.
///
/// Seen in the field: negative delays, delays beyond the buffer, time stamps of 0, of another clock
/// or of long ago. Each device has a check of its own.
///
/// - Thread: the one that reads the device's status.
public struct ReadingCheck: Sendable {
  /// Readings that could not be true.
  public private(set) var lieCount = 0
  /// Readings that came without a time, and were given that of the reading itself.
  public private(set) var untimedCount = 0

  private let highestDelay: Int
  private var latest: Int64 = .min
  /// Stamps in a row that could not be true.
  private var falseStampCount = 0

  /// - Parameter bufferFrames: of the device. The delay may be twice as long, for what a converter or
  ///   a bus holds beyond the buffer.
  public init(bufferFrames: Int) {
    highestDelay = 2 * max(bufferFrames, 1)
  }

  /// When a delay was true, in nanoseconds of the monotonic clock; `nil` for a lie.
  ///
  /// - Parameter delayFrames: as the device gave it.
  /// - Parameter stamp: the device's own time stamp; 0 or less if it has none.
  /// - Parameter now: just after the status was read. Both are of CLOCK_MONOTONIC.
  @_noLocks
  public mutating func time(delayFrames: Int, stamp: Int64, now: Int64) -> Int64? {
    guard delayFrames >= 0, delayFrames <= highestDelay else { return lie() }
    // Some drivers stamp by another clock, always: those are as good as without stamps.
    if stamp <= 0 || falseStampCount > 32 {
      untimedCount &+= 1
      return keep(now)
    }
    // A stamp is taken when the pointer moved: in the past, and not a second ago.
    let age = now &- stamp
    guard age >= -1_000_000, age <= 1_000_000_000, stamp >= latest else {
      falseStampCount &+= 1
      return lie()
    }
    falseStampCount = 0
    return keep(stamp)
  }

  /// Forgets the last time: the device was stopped or opened anew.
  @_noLocks
  public mutating func restart() {
    latest = .min
    falseStampCount = 0
  }

  @_noLocks
  private mutating func keep(_ time: Int64) -> Int64 {
    latest = max(latest, time)
    return time
  }

  @_noLocks
  private mutating func lie() -> Int64? {
    lieCount &+= 1
    return nil
  }
}

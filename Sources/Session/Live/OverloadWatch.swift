/// Notices a chain that takes longer than the sound lasts, for good and not for a moment: all blocks of
/// a second, and of 64 blocks at least, took more than their time together (B6).
///
/// One block counts for eight periods at most, so that a machine that stood still is no slow chain.
struct OverloadWatch: Equatable {
  enum Verdict: Equatable {
    /// Nothing new.
    case none
    /// The blocks of the last second took more than their time; told again every second.
    case overloaded
    /// They were too slow before, and take less than nine tenths of their time now.
    case caughtUp
  }

  private let periodNanoseconds: Int
  private let windowBlocks: Int
  private var blocks = 0
  private var nanoseconds = 0
  private(set) var isOverloaded = false

  private static var leastBlocks: Int { @_noLocks get { 64 } }
  private static var mostPeriods: Int { @_noLocks get { 8 } }

  /// - Precondition: above 0.
  init(periodNanoseconds: Int) {
    precondition(periodNanoseconds > 0)
    self.periodNanoseconds = periodNanoseconds
    windowBlocks = max(1_000_000_000 / periodNanoseconds, Self.leastBlocks)
  }

  /// The chain took so long for a block. Thread: audio.
  @_noLocks
  mutating func note(nanoseconds taken: Int) -> Verdict {
    blocks += 1
    nanoseconds += min(taken, Self.mostPeriods * periodNanoseconds)
    if blocks < windowBlocks { return .none }
    let time = blocks * periodNanoseconds, spent = nanoseconds
    restart()
    if spent > time {
      isOverloaded = true
      return .overloaded
    }
    guard isOverloaded, spent < time / 10 * 9 else { return .none }
    isOverloaded = false
    return .caughtUp
  }

  /// Begins to count anew: what came before was another sound.
  @_noLocks
  mutating func restart() {
    blocks = 0
    nanoseconds = 0
  }
}

/// When a chain that was too slow is tried again: after ten seconds, and twice as long each time that it
/// was too slow again within a minute, up to eleven minutes.
struct OverloadRest: Equatable {
  private var pause = Self.shortest
  private var begunAt: Int?
  private var endedAt: Int?

  private static var shortest: Int { @_noLocks get { 10_000_000_000 } }
  private static var longest: Int { @_noLocks get { 640_000_000_000 } }
  private static var probation: Int { @_noLocks get { 60_000_000_000 } }

  /// Whether the chain is not tried for now.
  var isActive: Bool { @_noLocks get { begunAt != nil } }

  @_noLocks
  mutating func begin(now: Int) {
    if let endedAt, now - endedAt < Self.probation {
      pause = min(2 * pause, Self.longest)
    } else {
      pause = Self.shortest
    }
    begunAt = now
  }

  /// Whether the chain is to be tried again, once.
  @_noLocks
  mutating func takeEnd(now: Int) -> Bool {
    guard let begunAt, now - begunAt >= pause else { return false }
    end(now: now)
    return true
  }

  /// The chain is heard again.
  @_noLocks
  mutating func end(now: Int) {
    begunAt = nil
    endedAt = now
  }
}

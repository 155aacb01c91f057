/// Notices that a source stands still, and then paces the silence that takes its place.
struct CapturePatience: Equatable {
  private let periodNanoseconds: Int
  private var lastBlock: Int?
  private(set) var isExhausted = false
  private var nextSilence = 0

  /// Periods without a frame after which a source stands still. Fewer would take a driver that
  /// delivers in bursts for one that has stopped.
  private static var periods: Int { @_noLocks get { 8 } }

  init(periodNanoseconds: Int) { self.periodNanoseconds = periodNanoseconds }

  /// A block came in, or the device was started; says whether the source had stood still.
  @_noLocks
  mutating func noteProgress(now: Int) -> Bool {
    let hadStood = isExhausted
    lastBlock = now
    isExhausted = false
    return hadStood
  }

  /// Nothing came in; says whether the source stands still since now.
  @_noLocks
  mutating func noteIdle(now: Int) -> Bool {
    guard let last = lastBlock else {
      lastBlock = now
      return false
    }
    if isExhausted || now - last < Self.periods * periodNanoseconds { return false }
    isExhausted = true
    nextSilence = now
    return true
  }

  /// Whether a block of silence is due, one a period.
  @_noLocks
  mutating func takeSilence(now: Int) -> Bool {
    guard isExhausted, now >= nextSilence else { return false }
    nextSilence += periodNanoseconds
    // After a time in which nothing ran at all there is nothing to catch up with.
    if nextSilence < now { nextSilence = now + periodNanoseconds }
    return true
  }

  /// How long to wait for a block at most.
  @_noLocks
  func remaining(now: Int) -> Int {
    if isExhausted { return max(nextSilence - now, 0) }
    let end = (lastBlock ?? now) + Self.periods * periodNanoseconds
    return min(max(end - now, 0), LiveWake.patience)
  }
}

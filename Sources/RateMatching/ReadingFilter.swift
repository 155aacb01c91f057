/// Smooths readings of a level, and tells lies from moves.
struct ReadingFilter: Sendable {
  enum Verdict {
    /// Near the ones before.
    case usual
    /// No number, or far off and alone.
    case ignored
    /// Far off for so long that the level must have moved; smoothing began anew.
    case moved
  }

  /// Frames, over 0.25 s.
  private(set) var smoothed = 0.0
  /// Frames: mean absolute deviation from `smoothed`, over 2 s.
  private(set) var deviation = 0.0
  private(set) var ignoredCount = 0
  private var isEmpty = true
  /// Readings in a row that were far off, and the time they span.
  private var farCount = 0
  private var farSeconds = 0.0

  @_noLocks
  mutating func take(_ error: Double, seconds: Double, jumpFrames: Double) -> Verdict {
    guard error.magnitude < 1e9 else { return ignore(seconds) }
    if isEmpty {
      start(at: error)
      return .usual
    }
    let distance = error - smoothed
    guard distance.magnitude > jumpFrames else {
      (farCount, farSeconds) = (0, 0)
      follow(distance, seconds, atMost: jumpFrames / 4)
      return .usual
    }
    // A driver lies once or a few times; what stays for a tenth of a second is the truth.
    if farCount >= 8 && farSeconds > 0.1 {
      start(at: error)
      return .moved
    }
    return ignore(seconds)
  }

  /// Forgets the level, not the counts.
  @_noLocks
  mutating func forget() {
    isEmpty = true
    smoothed = 0
    (farCount, farSeconds) = (0, 0)
  }

  @_noLocks
  private mutating func start(at error: Double) {
    smoothed = error
    isEmpty = false
    (farCount, farSeconds) = (0, 0)
  }

  @_noLocks
  private mutating func ignore(_ seconds: Double) -> Verdict {
    ignoredCount &+= 1
    farCount &+= 1
    farSeconds += seconds
    return .ignored
  }

  /// - Parameter bound: what one reading counts for at most: one lie that is near enough to be
  ///   believed must not look like a changed clock.
  @_noLocks
  private mutating func follow(_ distance: Double, _ seconds: Double, atMost bound: Double) {
    let near = min(max(distance, -bound), bound)
    smoothed += near * seconds / (seconds + 0.25)
    deviation += (near.magnitude - deviation) * seconds / (seconds + 2)
  }
}

/// Measures how far two clocks are apart, whatever a loop does about it, to find a device whose rate
/// is not what it says.
///
/// The loop cannot: at its limit it only sees the level run away, and every xrun sets that back.
struct RateWatch: Sendable {
  /// The source's rate over the sink's, less 1, in the last whole window of readings.
  private(set) var measured = 0.0
  private(set) var isMismatched = false

  private static var limit: Double { @_noLocks get { 0.02 } }
  /// Windows that must agree, in sign as well: coarse pointers take back what they gave.
  private static var neededCount: Int { @_noLocks get { 3 } }

  private let shortestSeconds: Double
  private var previousError = 0.0
  private var hasPrevious = false
  private var windowSeconds = 0.0
  /// Seconds of sound that the level gained, and that the correction took away.
  private var gained = 0.0
  /// Windows in a row, below 0 for those in which the source was slow.
  private var farCount = 0

  /// - Parameter periodSeconds: a pointer may move by as much at once, or by half as much again. In
  ///   three windows of 64 such steps the first and the last reading make less than 2 % of it.
  init(periodSeconds: Double) { shortestSeconds = max(1, 64 * periodSeconds) }

  /// - Parameter error: of the level, in seconds.
  /// - Parameter correction: that was in force since the reading before; 1e-6 is 1 ppm.
  @_noLocks
  mutating func add(error: Double, seconds: Double, correction: Double) {
    if hasPrevious {
      gained += error - previousError + correction * seconds
      windowSeconds += seconds
      if windowSeconds >= shortestSeconds { close() }
    }
    previousError = error
    hasPrevious = true
  }

  /// The next reading does not continue the last.
  @_noLocks
  mutating func skip() { hasPrevious = false }

  @_noLocks
  private mutating func close() {
    measured = gained / windowSeconds
    gained = 0
    windowSeconds = 0
    if measured > Self.limit {
      farCount = max(farCount, 0) &+ 1
    } else if measured < -Self.limit {
      farCount = min(farCount, 0) &- 1
    } else {
      farCount = 0
    }
    // Taken back only well inside, so that it does not flicker.
    if farCount.magnitude >= Self.neededCount { isMismatched = true }
    if measured.magnitude < Self.limit / 2 { isMismatched = false }
  }
}

/// The gain of a look-ahead limiter: at each frame no more than the frames ahead allow, and smooth.
///
/// The gain that a frame needs goes through three steps, none of which lets it rise: the minimum
/// over the look-ahead, an exponential release, and a mean over the same frames with the weights of
/// a triangle. Each number in that mean is a minimum that the frame on its way out took part in, so
/// that their mean is not above what this frame needs either.
///
/// Gains are integers in units of 2^-40: a running sum of them never drifts, and the gain comes back
/// to 1 exactly.
struct LimiterGain: ~Copyable {
  private static var unity: Int { @_noLocks get { 1 << 40 } }
  /// A gain within -120 dB of 1 is taken for 1: an exponential would never arrive.
  private static var slack: Int { @_noLocks get { unity / 1_000_000 } }

  private let ceiling: Double
  private let releaseShare: Double
  private var minimum: SlidingMinimum
  private var held: Int
  private var firstSum: MovingSum
  private var secondSum: MovingSum
  /// What both sums make of numbers that all are ``unity``.
  private let unitySum: Double

  /// - Parameter ceiling: the highest magnitude, linear.
  /// - Parameter releaseShare: of its way back to 1 that the gain goes in a frame.
  init(ceiling: Double, lookAheadFrames: Int, releaseShare: Double) {
    // Two boxes make the triangle; their lengths less one add up to the look-ahead.
    let first = lookAheadFrames / 2 + 1
    let second = lookAheadFrames + 2 - first
    self.ceiling = ceiling
    self.releaseShare = releaseShare
    minimum = SlidingMinimum(length: lookAheadFrames + 1)
    held = Self.unity
    firstSum = MovingSum(length: first, resting: Self.unity)
    secondSum = MovingSum(length: second, resting: first * Self.unity)
    unitySum = Double(first * second) * Double(Self.unity)
  }

  /// Takes the magnitude of the newest frame and gives the gain of the oldest one.
  ///
  /// - Parameter peak: finite, not negative.
  @_noLocks
  mutating func next(peak: Double) -> Double {
    let allowed = minimum.push(
      peak > ceiling ? Int(ceiling / peak * Double(Self.unity)) : Self.unity)
    if allowed <= held {
      held = allowed
    } else {
      // One more, so that a slow release does not stop short of its end.
      held += Int(Double(allowed - held) * releaseShare) + 1
      if allowed - held < Self.slack { held = allowed }
    }
    return Double(secondSum.push(firstSum.push(held))) / unitySum
  }

  /// Forgets all frames.
  @_noLocks
  mutating func reset() {
    minimum.reset()
    held = Self.unity
    firstSum.reset()
    secondSum.reset()
  }
}

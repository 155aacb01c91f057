/// A card's own clock: how many frames have passed since it was powered on.
///
/// The rate is constant over segments: one that lasts until it is changed, or seconds when it
/// wanders. Both directions, time to frames and frames to time, are arithmetic and need no steps in
/// between, and no error adds up over queries.
package struct SampleClock: Equatable, Sendable {
  /// How wrong the clock is.
  package struct Drift: Equatable, Sendable {
    /// Constant, in parts per million of the nominal rate.
    package var ppm: Double
    /// Standard deviation of the random walk's step each second; 0 for none.
    package var wanderPpm: Double
    /// The walk is reflected here.
    package var wanderLimitPpm: Double

    package init(ppm: Double = 0, wanderPpm: Double = 0, wanderLimitPpm: Double = 20) {
      self.ppm = ppm
      self.wanderPpm = wanderPpm
      self.wanderLimitPpm = wanderLimitPpm
    }
  }

  /// Hz.
  package let nominalRate: Int
  package private(set) var drift: Drift
  /// What its driver was asked to run faster by, in parts per million.
  package private(set) var trimPpm = 0.0
  /// A frozen clock stands still: a paused host, a stuck pointer.
  package private(set) var isFrozen = false
  private var wander = 0.0
  private var generator: SeededGenerator
  private var anchorTime: Int
  private var anchorFrames = 0.0
  private var framesPerNanosecond = 0.0
  private var segmentEnd = Int.max

  private static let segment = 1_000_000_000

  package init(nominalRate: Int, drift: Drift, start: Int, generator: SeededGenerator) {
    precondition(nominalRate > 0)
    self.nominalRate = nominalRate
    self.drift = drift
    self.generator = generator
    anchorTime = start
    if drift.wanderPpm > 0 { segmentEnd = start + Self.segment }
    setRate()
  }

  /// The present deviation in ppm, the walk included, without what its driver was asked for.
  package var ppm: Double { drift.ppm + wander }

  /// How much faster than its name it runs; 1e-6 is 1 ppm.
  package var excess: Double { (1 + ppm * 1e-6) * (1 + trimPpm * 1e-6) - 1 }

  /// Frames since power-on.
  ///
  /// - Parameter moment: not before one that was asked for or changed at.
  package mutating func frames(at moment: Int) -> Double {
    while moment >= segmentEnd { nextSegment() }
    return anchorFrames + framesPerNanosecond * Double(moment - anchorTime)
  }

  /// The first nanosecond at which so many frames have passed; `Int.max` while the clock stands.
  package func time(reaching frames: Double) -> Int {
    if isFrozen { return Int.max }
    var future = self
    while future.anchorFrames < frames {
      let wait = ((frames - future.anchorFrames) / future.framesPerNanosecond).rounded(.up)
      var moment = future.anchorTime + Int(wait)
      if moment < future.segmentEnd || future.segmentEnd == Int.max {
        while future.frames(at: moment) < frames { moment += 1 }
        return moment
      }
      future.nextSegment()
    }
    return future.anchorTime
  }

  /// Changes the constant part, as a card that warms up does.
  package mutating func setDrift(ppm: Double, at moment: Int) {
    anchor(at: moment)
    drift.ppm = ppm
    setRate()
  }

  /// Has its driver run it faster by so much.
  package mutating func setTrim(ppm: Double, at moment: Int) {
    anchor(at: moment)
    trimPpm = ppm
    setRate()
  }

  package mutating func setFrozen(_ frozen: Bool, at moment: Int) {
    anchor(at: moment)
    isFrozen = frozen
    setRate()
  }

  private mutating func anchor(at moment: Int) {
    anchorFrames = frames(at: moment)
    anchorTime = moment
  }

  private mutating func nextSegment() {
    anchorFrames += framesPerNanosecond * Double(segmentEnd - anchorTime)
    anchorTime = segmentEnd
    segmentEnd += Self.segment
    wander += drift.wanderPpm * generator.bell()
    if wander > drift.wanderLimitPpm { wander = 2 * drift.wanderLimitPpm - wander }
    if wander < -drift.wanderLimitPpm { wander = -2 * drift.wanderLimitPpm - wander }
    setRate()
  }

  private mutating func setRate() {
    framesPerNanosecond = isFrozen ? 0 : Double(nominalRate) * (1 + excess) * 1e-9
  }
}

/// Keeps the frames between two devices at a target, by finding out how much faster one clock runs.
///
/// A delay-locked loop of the third order. The error of the level passes two low-pass filters, which
/// take the jitter off, and moves the ratio in proportion; an integrator finds the lasting difference
/// of the clocks. The bandwidth narrows in six gears, 1 Hz at first and 0.003 Hz after two minutes:
/// first it finds the level, then it is quiet. When the smoothed error passes 1.15 ms, as after a
/// sudden change of a clock, it begins again in first gear with what it knows.
///
/// At 48 kHz with 0.5 ms of jitter on every reading: within ±1,000 ppm the level stays inside 60
/// frames from the start, the ratio keeps within 1 ppm after two minutes, and a clock that changes
/// by 200 ppm moves the level by 64 frames at most. `ClockLoopTests` holds it to that.
///
/// Plain numbers: no memory, no clock, no randomness. The same readings give the same corrections.
///
/// - Thread: the one that reads the levels. Source: Adriaensen, "Using a DLL to filter time", LAC
///   2005, and "Controlling adaptive resampling", LAC 2012; the gears are ours.
public struct ClockLoop: Sendable {
  /// How far it is.
  public enum Phase: Equatable, Sendable {
    /// In one of the first two gears, or thrown back there.
    case acquiring
    /// On the target and narrowing.
    case locked
    /// For three seconds, or 192 periods, the clocks were more than 2 % apart: one of them runs at
    /// another rate than it says.
    case mismatched
  }

  /// ±4,000 ppm, 7 cents of pitch: near the least that is heard. Crystals stay within 100 ppm; the
  /// rest is for bringing a level back, at 144 frames a second or more when the clocks are 1,000 ppm
  /// apart at 48 kHz.
  public static var limitPPM: Double { @_noLocks get { 4_000 } }
  /// What the smoothed error may be before first gear returns: 55 frames at 48 kHz, so that a step of
  /// 200 ppm, noticed late because of jitter, still ends within 64. A pointer that moves every
  /// millisecond beats by half of one, which is less.
  public static var patienceSeconds: Double { @_noLocks get { 0.00115 } }

  /// Hz.
  private let sampleRate: Double
  /// Frames by which one reading may differ from those before it.
  private let jumpFrames: Double

  private var gearbox = Gearbox()
  private var readings = ReadingFilter()
  private var watch: RateWatch
  /// The proportional part after each of its two low-pass filters.
  private var proportion = (0.0, 0.0)
  /// The lasting difference of the clocks.
  private var difference = 0.0

  /// A loop that knows nothing yet.
  ///
  /// - Parameter sampleRate: Hz, of both devices.
  /// - Parameter periodFrames: the longer of the two periods; a pointer may move by as much at once.
  /// - Precondition: both above 0.
  /// - Thread: control.
  public init(sampleRate: Int, periodFrames: Int) {
    precondition(sampleRate > 0, "A sample rate must be above 0 Hz.")
    precondition(periodFrames > 0, "A period must have a frame.")
    self.sampleRate = Double(sampleRate)
    watch = RateWatch(periodSeconds: Double(periodFrames) / Double(sampleRate))
    jumpFrames = max(0.02 * Double(sampleRate), Double(periodFrames))
  }

  // MARK: - What it says

  /// How much faster than its nominal rate the consumer must take frames, in parts per million: what
  /// ``VariableResampler/correctionPPM`` takes. Within ±``limitPPM``.
  public var correctionPPM: Double { @_noLocks get { limited * 1e6 } }

  /// The lasting part of the correction: how much faster the source's clock runs, in ppm.
  public var differencePPM: Double { @_noLocks get { difference * 1e6 } }

  /// The mean deviation of a reading from the smoothed error, over about 2 s: jitter, and how
  /// coarsely the devices' pointers move.
  public var jitterFrames: Double { @_noLocks get { readings.deviation } }

  /// 0 to 5.
  public var gear: Int { @_noLocks get { gearbox.gear } }

  /// Readings that were ignored because they were no numbers or far from the ones before.
  public var ignoredReadingCount: Int { @_noLocks get { readings.ignoredCount } }

  /// How often first gear returned because the error had grown.
  public var reacquisitionCount: Int { @_noLocks get { gearbox.returnCount } }

  /// How much faster the source ran than the sink of late, correction or not, in ppm.
  /// What to compute the true rate from when ``phase`` is `.mismatched`.
  public var measuredPPM: Double { @_noLocks get { watch.measured * 1e6 } }

  public var phase: Phase {
    @_noLocks get {
      if watch.isMismatched { return .mismatched }
      return gearbox.gear < 2 ? .acquiring : .locked
    }
  }

  // MARK: - What it is told

  /// Takes one reading of the level and gives the new correction, in ppm.
  ///
  /// - Parameter errorFrames: the level less its target, in fractional frames, with all that is held
  ///   between the devices; which the caller measures.
  /// - Parameter seconds: since the last reading or ``hold(seconds:)``. Nothing happens at 0.
  @_noLocks
  public mutating func update(errorFrames: Double, seconds: Double) -> Double {
    // Also false for what is not a number.
    guard seconds > 0, seconds < 60 else { return correctionPPM }
    switch readings.take(errorFrames, seconds: seconds, jumpFrames: jumpFrames) {
    case .ignored: return hold(seconds: seconds)
    case .moved: beginAgain()
    case .usual: break
    }
    watch.add(error: errorFrames / sampleRate, seconds: seconds, correction: limited)
    gearbox.advance(seconds)
    // A coarse pointer's own noise is no reason to begin again.
    let patience = max(Self.patienceSeconds * sampleRate, readings.deviation)
    if readings.smoothed.magnitude > patience { gearbox.returnToFirst() }
    follow(errorFrames / sampleRate, seconds)
    return correctionPPM
  }

  /// Lets time pass without a reading, and keeps the correction. Gives it, in ppm.
  @_noLocks
  public mutating func hold(seconds: Double) -> Double {
    watch.skip()
    if seconds > 0 && seconds < 60 { gearbox.advance(seconds) }
    return correctionPPM
  }

  /// Says that the level has been set anew, as after an xrun: first gear, with the difference of the
  /// clocks kept, for no clock changed.
  @_noLocks
  public mutating func restart() {
    readings.forget()
    watch.skip()
    beginAgain()
  }

  @_noLocks
  private mutating func beginAgain() {
    gearbox.begin()
    proportion = (0, 0)
    watch.skip()
  }

  // MARK: - The loop

  private var limited: Double {
    @_noLocks get {
      let limit = Self.limitPPM * 1e-6
      return min(max(proportion.1 + difference, -limit), limit)
    }
  }

  /// One step; `error` in seconds.
  @_noLocks
  private mutating func follow(_ error: Double, _ seconds: Double) {
    // Above a fifth of a radian per step the loop would ring: long periods stay in lower gears.
    let step = min(gearbox.bandwidth * 2 * Double.pi * seconds, 0.2)
    let frequency = step / seconds
    // Damping 0.75: the gain is 2 * 0.75 times the loop's own frequency.
    let target = 1.5 * frequency * error
    // The filters lie a decade above the loop and cost it 17 degrees of phase.
    let share = Self.filterRatio * step / (1 + Self.filterRatio * step)
    proportion.0 += share * (target - proportion.0)
    proportion.1 += share * (proportion.0 - proportion.1)
    let moved = difference + step / 1.5 * proportion.1
    // While the correction is at its limit the error says nothing about the clocks.
    let isHeld = (proportion.1 + moved).magnitude > Self.limitPPM * 1e-6
    if !isHeld || moved.magnitude < difference.magnitude { difference = moved }
  }

  private static var filterRatio: Double { @_noLocks get { 10 } }
}

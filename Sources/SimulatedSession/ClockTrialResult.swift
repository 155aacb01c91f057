internal import Session

/// What a ``ClockTrial`` has shown.
package struct ClockTrialResult: Sendable {
  package let trial: ClockTrial
  /// Seconds until the latency stays within 5 % of what was set, for good or until a step.
  package let settlingSeconds: Int
  /// Frames by which the latency differed at most in the second half of the run.
  package let lateDeviation: Double
  /// Frames by which it differed at most from the step on; 0 without a step.
  package let stepDeviation: Double
  /// Root of the mean square of the speed's error from the 120th second on, in ppm; 0 when the run is
  /// shorter, or nothing is resampled.
  package let ripplePpm: Double
  /// Xruns of both sides, starvations, and times that frames were dropped or put in.
  package let breakCount: Int
  /// What the service told first, oldest first.
  package let events: [ToldEvent]

  init(
    _ trial: ClockTrial, _ meter: ClockMeter, _ counts: LiveCounts, _ events: [ToldEvent],
    latencyFrames: Int
  ) {
    self.trial = trial
    self.events = events
    // The last seconds are those of the end.
    let seconds = meter.seconds.prefix(trial.seconds - 1)
    func worst(_ part: ArraySlice<ClockMeter.Second>) -> Double {
      part.reduce(0) { max($0, $1.most, -$1.least) }
    }
    let bound = 0.05 * Double(latencyFrames)
    let undisturbed = seconds.prefix(trial.step?.second ?? .max)
    let lastOff = undisturbed.lastIndex { worst([$0]) > bound } ?? -1
    settlingSeconds = lastOff + 1
    lateDeviation = worst(seconds.suffix(seconds.count / 2))
    stepDeviation = trial.step.map { worst(seconds.dropFirst($0.second)) } ?? 0
    let errors = seconds.dropFirst(120).compactMap(\.rateError)
    let isSteady = trial.step == nil && trial.coupling == .resampled && !errors.isEmpty
    let square = errors.reduce(0) { $0 + $1 * $1 }
    ripplePpm = isSteady ? 1e6 * (square / Double(errors.count)).squareRoot() : 0
    breakCount =
      counts[.captureXruns] + counts[.playbackXruns] + counts[.starvations]
      + (counts[.lateFrames] > 0 ? 1 : 0) + (counts[.overflowFrames] > 0 ? 1 : 0)
  }

  /// What is worse than promised, one sentence each.
  package var complaints: [String] {
    var found: [String] = []
    if settlingSeconds > 10 { found.append("within 5 % only after \(settlingSeconds) s, not 10") }
    if stepDeviation > 64 { found.append("a step moved the latency by \(stepDeviation), not 64") }
    if ripplePpm > 1 { found.append("a ripple of \(ripplePpm) ppm, above 1") }
    if breakCount > 0 { found.append("\(breakCount) breaks, where there may be none") }
    return found
  }
}

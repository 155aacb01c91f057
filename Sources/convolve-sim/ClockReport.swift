import SimulatedSession

/// Tries how well two clocks are made one, and says how it went.
enum ClockReport {
  /// - Parameter hours: of the longest run.
  /// - Returns: whether every promise was kept.
  static func run(hours: Double, jobs: Int) async -> Bool {
    let trials = trials(longest: Int(hours * 3600))
    let results = await withTaskGroup(of: [(Int, ClockTrialResult)].self) { group in
      for job in 0..<jobs {
        group.addTask {
          stride(from: job, to: trials.count, by: jobs).map { ($0, trials[$0].run()) }
        }
      }
      return await group.reduce(into: []) { $0 += $1 }
    }.sorted { $0.0 < $1.0 }
    for (_, result) in results { tell(result) }
    return results.allSatisfy { $0.1.complaints.isEmpty }
  }

  /// The longest first, so that none of the jobs waits for it at the end.
  private static func trials(longest: Int) -> [ClockTrial] {
    let couplings = [SimulationPlan.Coupling.resampled, .steered]
    let long = couplings.flatMap { coupling in
      [500.0, -500].map { ClockTrial(coupling, sourcePpm: $0, seconds: max(longest, 30)) }
    }
    return long
      + couplings.flatMap { coupling in
        [-1000.0, -100, 0, 100, 1000].map { ClockTrial(coupling, sourcePpm: $0, seconds: 240) }
          + [-1000.0, 100].map {
            ClockTrial(coupling, sourcePpm: $0, grainFrames: 48, seconds: 240)
          }
          + [200.0, -200].map {
            ClockTrial(coupling, sourcePpm: 100, step: ($0, 180), seconds: 240)
          }
      }
  }

  private static func tell(_ result: ClockTrialResult) {
    let trial = result.trial
    var line = "\(trial.coupling), source \(trial.sourcePpm) ppm fast"
    if trial.grainFrames > 1 { line += ", positions in steps of \(trial.grainFrames) frames" }
    if let step = trial.step { line += ", \(step.ppm) more from second \(step.second) on" }
    line += ", \(trial.seconds) s: within 5 % after \(result.settlingSeconds) s, "
    line += "later within \(rounded(result.lateDeviation)) frames"
    if trial.step != nil { line += ", after the step \(rounded(result.stepDeviation))" }
    if result.ripplePpm > 0 { line += ", ripple \(rounded(result.ripplePpm)) ppm" }
    print(line + ", \(result.breakCount) breaks")
    for complaint in result.complaints { print("  FAIL \(complaint)") }
  }

  private static func rounded(_ number: Double) -> Double { (number * 1000).rounded() / 1000 }
}

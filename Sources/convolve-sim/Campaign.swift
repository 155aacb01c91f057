import SimulatedDevices
import SimulatedSession

/// Many seeds, a few at a time.
struct Campaign: Sendable {
  struct Outcome: Sendable {
    var seedCount = 0
    var nanoseconds = 0
    var faultCount = 0
    var stepCount = 0
    /// Frames held against a reference, and the largest difference, linear.
    var comparedFrames = 0
    var worstDifference = 0.0
    var recovery = RecoveryWatch.Tally()
    /// Over the hashes of all seeds, in their order.
    var hash = TraceHash()
    var repeatedCount = 0
    /// Seeds whose second run was another than the first.
    var unstable: [UInt64] = []
    /// Seeds that do not look the same on both layers.
    var differing: [UInt64] = []
    var failures: [SimulationResult] = []
    /// The faults that it takes, for some of the failures.
    var minimised: [UInt64: [ScriptedChange]] = [:]
    var wallSeconds = 0.0

    var hasFailed: Bool { !failures.isEmpty || !unstable.isEmpty || !differing.isEmpty }
  }

  let mode: Mode
  let layer: Layer
  let first: UInt64
  let count: Int
  let seconds: Int
  let jobs: Int
  let minimised: Int
  let ignored: Set<Violation.Kind>

  /// One seed in so many is run twice.
  private static let repeatInterval = 50

  func run() async -> Outcome {
    let start = ContinuousClock.now
    let slices = await withTaskGroup(of: [(Int, Life)].self) { group in
      for job in 0..<jobs { group.addTask { runSlice(job) } }
      return await group.reduce(into: []) { $0 += $1 }
    }
    var outcome = Outcome()
    for (_, life) in slices.sorted(by: { $0.0 < $1.0 }) { outcome.add(life) }
    outcome.repeatedCount = (count + Self.repeatInterval - 1) / Self.repeatInterval
    for failure in outcome.failures.prefix(minimised) {
      outcome.minimised[failure.seed] = minimise(failure)
    }
    outcome.wallSeconds = (ContinuousClock.now - start) / .seconds(1)
    return outcome
  }

  private func runSlice(_ job: Int) -> [(Int, Life)] {
    var results: [(Int, Life)] = []
    for index in stride(from: job, to: count, by: jobs) {
      let seed = first + UInt64(index)
      CrashNote.note(seed, job: job)
      results.append((index, live(seed, isRepeated: index % Self.repeatInterval == 0)))
    }
    return results
  }

  private func live(_ seed: UInt64, isRepeated: Bool) -> Life {
    var plan = mode.plan(seed: seed, seconds: seconds)
    let model = SessionSimulation(plan, ignoring: ignored).run()
    if layer == .alsa { plan.layer = .library }
    let result =
      layer == .model ? model : SessionSimulation(plan, ignoring: ignored).run()
    var life = Life(result: result)
    // Of lives that went well nobody reads the story: it would be gigabytes of a night's.
    if !result.hasFailed {
      life.result.events = []
      life.result.counts = []
    }
    life.looksTheSame =
      result.visibleHash == model.visibleHash && result.payloadHash == model.payloadHash
    if isRepeated {
      life.isStable = SessionSimulation(plan, ignoring: ignored).run().hash == result.hash
    }
    return life
  }

  /// What came of one seed.
  struct Life: Sendable {
    var result: SimulationResult
    /// A second run was the same.
    var isStable = true
    /// Both layers have shown the same.
    var looksTheSame = true
  }

  /// The faults without which the run does not break the same promise.
  private func minimise(_ failure: SimulationResult) -> [ScriptedChange] {
    var plan = mode.plan(seed: failure.seed, seconds: seconds)
    if layer == .alsa { plan.layer = .library }
    let kind = failure.violations.first?.kind
    var tries = 0
    return FaultScript.minimised(plan.script) { script in
      tries += 1
      if tries > 300 { return false }
      var candidate = plan
      candidate.script = script
      return SessionSimulation(candidate, ignoring: ignored).run().violations.contains {
        $0.kind == kind
      }
    }
  }
}

extension Campaign.Outcome {
  mutating func add(_ life: Campaign.Life) {
    let result = life.result
    seedCount += 1
    nanoseconds += result.simulatedNanoseconds
    faultCount += result.faultCount
    stepCount += result.stepCount
    hash.mix(result.hash)
    recovery += result.recovery
    comparedFrames += result.comparedFrames
    worstDifference = max(worstDifference, result.worstDifference)
    if result.hasFailed { failures.append(result) }
    if !life.isStable { unstable.append(result.seed) }
    if !life.looksTheSame { differing.append(result.seed) }
  }
}

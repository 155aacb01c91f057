internal import AudioDevices
internal import Session
package import SimulatedDevices

/// A whole run: two cards, the service that plays between them, and what goes wrong.
package final class SessionSimulation {
  private let plan: SimulationPlan
  private let world: SimulatedWorld
  private let bench: SimulatedBench
  private let checker: Checker
  private let service: LiveService
  private let control: ControlProcess
  private let judge: ConvolutionJudge?

  /// - Parameter ignored: promises that may be broken.
  /// - Parameter print: receives the trace, line by line.
  package init(
    _ plan: SimulationPlan, ignoring ignored: Set<Violation.Kind> = [],
    print: ((String) -> Void)? = nil
  ) {
    let world = SimulatedWorld(seed: plan.seed)
    world.trace.print = print
    world.failures = CallFailures(plan.failures)
    let provider = plan.makeProvider(world)
    let bench = SimulatedBench(world: world, provider: provider, script: plan.script)
    let checker = Checker(
      world: world, source: provider.captureCard,
      rules: .init(
        fadeFrames: plan.sampleRate / 200, hidesSplices: true,
        settlingNanoseconds: plan.recoveryNanoseconds))
    checker.ignored = ignored
    if plan.coupling == .resampled { checker.rules.numbering = .fractional }
    judge = plan.filter.map { ConvolutionJudge($0) }
    checker.judge = judge
    if judge != nil { world.payload = .sound }
    let recovery = RecoveryWatch(
      world: world, source: provider.captureCard, sink: provider.playbackCard,
      periodFrames: plan.periodFrames)
    checker.recovery = recovery
    world.checker = checker
    let service = plan.makeService(bench)
    self.plan = plan
    self.world = world
    self.bench = bench
    self.checker = checker
    self.service = service
    control = ControlProcess(service, plan, checker) { Self.hold(checker, to: $0, plan) }
    control.print = print
    recovery.latencyFrames = { [unowned service] in service.latencyFrames }
    if let judge { world.didStepCapture = Self.silenceWatch(service, judge, plan.periodFrames) }
  }

  /// Tells the judge of blocks that were rendered without a source.
  private static func silenceWatch(
    _ service: LiveService, _ judge: ConvolutionJudge, _ frames: Int
  ) -> () -> Void {
    var seen = 0
    return { [unowned service] in
      let count = service.counts[.silentBlocks]
      if count > seen { judge.renderedSilence(frames: frames) }
      seen = count
    }
  }

  deinit { world.checker = nil }

  /// Holds the sound to the latency that the session says it has.
  private static func hold(_ checker: Checker, to status: LiveStatus, _ plan: SimulationPlan) {
    let period = Double(plan.periodFrames), grain = Double(plan.grainFrames)
    let target = Double(status.latencyFrames)
    // Without rate matching it may shrink until playback runs dry, which is less than a period, and
    // grow until so much waits that playback falls silent for it: two periods, or 5 ms.
    let excess = max(2 * period, Double(plan.sampleRate / 200))
    checker.rules.latency = period / 2 - grain...target + period + excess + grain + 2
  }

  /// Runs it, and says when each call into its devices came; nanoseconds.
  func runNotingCalls() -> [Int] {
    world.failures.times = []
    _ = run()
    return world.failures.times ?? []
  }

  /// Receives what the service tells, with the seconds since the world began.
  var tell: ((Double, String) -> Void)? {
    get { control.tell }
    set { control.tell = newValue }
  }

  /// Of the time within which there has to be sound after an xrun, how much is allowed.
  package var allowedRecoveryShare: Double {
    get { checker.recovery?.allowedShare ?? 0 }
    set { checker.recovery?.allowedShare = newValue }
  }

  /// Runs it to its end.
  ///
  /// - Parameter moment: at which playback xruns although nothing of it is known; nanoseconds.
  package func run(forcingXrunAt moment: Int? = nil) -> SimulationResult {
    bench.scheduler.add(control, role: .control)
    if let moment {
      bench.scheduler.run(until: moment)
      bench.side(.playback).stream?.forceXrun()
    }
    bench.scheduler.run(until: plan.healTime + plan.recoveryNanoseconds)
    checkSound(since: plan.healTime)
    bench.scheduler.run(until: plan.stopTime)
    checker.recovery?.cancel()
    checkSound(since: plan.stopTime - 1_000_000_000 - plan.recoveryNanoseconds / 2)
    bench.scheduler.run(until: plan.stopTime + 2 * plan.recoveryNanoseconds)
    if control.endTime == nil {
      checker.report(.silence, "the service is still \(service.phase) after its stop")
    }
    let session = accounts()
    checkAccounts(session)
    if let judge, judge.frameCount == 0 { checker.report(.wrongSound, "nothing was compared") }
    return result(session)
  }

  private func checkSound(since moment: Int) {
    if (checker.lastSound ?? 0) >= moment { return }
    let last = checker.lastSound.map(Trace.seconds) ?? "never"
    checker.report(
      .silence,
      "nothing was heard since \(Trace.seconds(moment)) (last: \(last)), while the "
        + "service is \(service.phase)")
  }

  private func accounts() -> SessionAccounts {
    let counts = service.counts, period = plan.periodFrames
    var session = SessionAccounts()
    session.hasUncountedLoss = counts[.captureStalls] > 0 || plan.hasStandstill
    session.renderedFrames = counts[.blocks] * period
    session.substituteFrames = counts[.silentBlocks] * period
    session.lostFrames = counts[.lostFrames]
    session.untimedFrames = counts[.captureLies] * period
    session.overflowFrames = counts[.overflowFrames]
    session.withheldFrames = counts[.withheldFrames]
    session.lateFrames = counts[.lateFrames]
    session.unplayedFrames = counts[.unplayedFrames]
    session.leftoverFrames = counts[.leftoverFrames]
    session.fillerFrames = counts[.fillerFrames]
    session.paddingFrames = counts[.paddingFrames]
    return session
  }

  private func checkAccounts(_ session: SessionAccounts) {
    let texts = checker.truth.discrepancies(
      with: session, clockError: 2 + 2 * plan.grainFrames, clockShare: plan.clockShare,
      faintFrames: plan.periodFrames,
      conversion: plan.coupling == .resampled ? .resampled : .none)
    for text in texts {
      checker.report(.account, text)
    }
  }

  private func result(_ session: SessionAccounts) -> SimulationResult {
    SimulationResult(
      seed: plan.seed, hash: world.trace.hash.value, visibleHash: world.trace.visibleHash.value,
      payloadHash: checker.payloadHash, violations: checker.violations,
      simulatedNanoseconds: world.time.now - SimulationPlan.start,
      stepCount: bench.scheduler.stepCount, faultCount: plan.script.count - 1,
      failedCallCount: world.failures.failureCount,
      truth: checker.truth, session: session, comparedFrames: judge?.frameCount ?? 0,
      worstDifference: judge?.worst ?? 0,
      recovery: checker.recovery?.tally ?? .init(),
      counts: LiveCount.allCases.compactMap {
        service.counts[$0] == 0 ? nil : "\($0) \(service.counts[$0])"
      }, events: control.events,
      withheldPings: control.withheldPings)
  }
}

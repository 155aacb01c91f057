internal import AudioDevices
internal import Convolution
internal import Engine
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

  /// - Parameter ignored: promises that may be broken.
  /// - Parameter print: receives the trace, line by line.
  package init(
    _ plan: SimulationPlan, ignoring ignored: Set<Violation.Kind> = [],
    print: ((String) -> Void)? = nil
  ) {
    let world = SimulatedWorld(seed: plan.seed)
    world.trace.print = print
    let provider = Self.provider(plan, world)
    let bench = SimulatedBench(world: world, provider: provider, script: plan.script)
    let checker = Checker(
      world: world, source: provider.captureCard,
      rules: .init(
        fadeFrames: plan.sampleRate / 200, hidesSplices: true,
        settlingNanoseconds: plan.recoveryNanoseconds))
    checker.ignored = ignored
    world.checker = checker
    let service = LiveService(
      provider: provider, engine: Self.engine(plan), periodFrames: plan.periodFrames,
      options: .init(latencyFrames: plan.latencyFrames, fadeFrames: plan.sampleRate / 50),
      makeDriver: { [unowned bench] in SimulatedDriver(bench, plan) })
    self.plan = plan
    self.world = world
    self.bench = bench
    self.checker = checker
    self.service = service
    control = ControlProcess(service, plan, checker)
    if let print {
      control.tell = { now, event in print("\(Trace.seconds(now)) service \(event)") }
    }
  }

  deinit { world.checker = nil }

  private static func provider(
    _ plan: SimulationPlan, _ world: SimulatedWorld
  ) -> SimulatedDeviceProvider {
    let capture = SimulatedCard(
      name: "in", world: world, sampleRate: plan.sampleRate, drift: plan.captureDrift,
      purpose: .captureClock)
    let playback =
      plan.isOneCard
      ? capture
      : SimulatedCard(
        name: "out", world: world, sampleRate: plan.sampleRate, drift: plan.playbackDrift,
        purpose: .playbackClock)
    capture[.capture].habits = plan.captureHabits
    playback[.playback].habits = plan.playbackHabits
    let request = StreamRequest(
      sampleRate: plan.sampleRate, channelCount: plan.channelCount,
      periodFrames: plan.periodFrames, bufferFrames: plan.bufferFrames)
    let provider = SimulatedDeviceProvider(
      world: world, capture: capture, playback: playback, captureRequest: request,
      playbackRequest: request)
    provider.canLink = plan.isOneCard
    return provider
  }

  /// Frames pass it unchanged: every sample that is heard proves where it came from.
  private static func engine(_ plan: SimulationPlan) -> BlockAdapter {
    let block = BlockAdapter.blockFrames(for: plan.periodFrames)
    let engine = RenderEngine(
      Chain(inputCount: plan.channelCount, stages: []), blockFrames: block
    ) { .uniform(blockFrames: block, tapCount: $0.tapCount) }
    return BlockAdapter(engine, callFrames: plan.periodFrames)
  }

  /// Runs it to its end.
  package func run() -> SimulationResult {
    bench.scheduler.add(control, role: .control)
    bench.scheduler.run(until: plan.healTime + plan.recoveryNanoseconds)
    checkSound(since: plan.healTime)
    bench.scheduler.run(until: plan.stopTime)
    checkSound(since: plan.stopTime - 1_000_000_000 - plan.recoveryNanoseconds / 2)
    bench.scheduler.run(until: plan.stopTime + 2 * plan.recoveryNanoseconds)
    if control.endTime == nil {
      checker.report(.silence, "the service is still \(service.phase) after its stop")
    }
    let session = accounts()
    checkAccounts(session)
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
    session.lateFrames = counts[.lateFrames]
    session.unplayedFrames = counts[.unplayedFrames]
    session.leftoverFrames = counts[.leftoverFrames]
    session.fillerFrames = counts[.fillerFrames]
    session.paddingFrames = counts[.paddingFrames]
    return session
  }

  private func checkAccounts(_ session: SessionAccounts) {
    let texts = checker.truth.discrepancies(
      with: session, clockError: 2 + 2 * plan.grainFrames, faintFrames: plan.periodFrames)
    for text in texts {
      checker.report(.account, text)
    }
  }

  private func result(_ session: SessionAccounts) -> SimulationResult {
    SimulationResult(
      seed: plan.seed, hash: world.trace.hash.value, violations: checker.violations,
      simulatedNanoseconds: world.time.now - SimulationPlan.start,
      stepCount: bench.scheduler.stepCount, faultCount: plan.script.count - 1,
      truth: checker.truth, session: session,
      counts: LiveCount.allCases.compactMap {
        service.counts[$0] == 0 ? nil : "\($0) \(service.counts[$0])"
      })
  }
}

internal import Session
package import SimulatedDevices

/// One run in which nothing goes wrong but the clocks: how well the session makes them one.
package struct ClockTrial: Sendable {
  package var coupling: SimulationPlan.Coupling
  /// By which the source is faster than it says, in parts per million.
  package var sourcePpm: Double
  /// By which it becomes faster still, and when; seconds.
  package var step: (ppm: Double, second: Int)?
  /// Frames by which both cards' positions move at once.
  package var grainFrames: Int
  /// What happens besides.
  package var changes: [(seconds: Double, WorldChange)] = []
  /// Of sound.
  package var seconds: Int

  package init(
    _ coupling: SimulationPlan.Coupling, sourcePpm: Double,
    step: (ppm: Double, second: Int)? = nil, grainFrames: Int = 1, seconds: Int
  ) {
    self.grainFrames = grainFrames
    self.coupling = coupling
    self.sourcePpm = sourcePpm
    self.step = step
    self.seconds = seconds
  }

  /// Two cards at 48 kHz with periods of 256 frames, a latency of four of them, and threads that wake
  /// up half a millisecond late.
  private var plan: SimulationPlan {
    let change = step.map { (Double($0.second), WorldChange.drift(.capture, sourcePpm + $0.ppm)) }
    var plan = SimulationPlan.calm(changes + (change.map { [$0] } ?? []), seconds: seconds)
    plan.sampleRate = 48_000
    plan.latencyFrames = 1024
    plan.bufferFrames = 4096
    plan.coupling = coupling
    plan.captureDrift.ppm = sourcePpm
    plan.captureHabits.granularityFrames = grainFrames
    plan.playbackHabits.granularityFrames = grainFrames
    plan.captureWakes = .init(usualNanoseconds: 500_000)
    plan.playbackWakes = .init(usualNanoseconds: 500_000)
    return plan
  }

  package func run() -> ClockTrialResult {
    let plan = plan
    let world = SimulatedWorld(seed: plan.seed)
    let provider = plan.makeProvider(world)
    let bench = SimulatedBench(world: world, provider: provider, script: plan.script)
    let meter = ClockMeter(
      world, source: provider.captureCard, sink: provider.playbackCard)
    world.listener = meter
    let service = plan.makeService(bench)
    let control = ControlProcess(service, plan, nil) {
      meter.latencyFrames = Double($0.latencyFrames)
    }
    bench.scheduler.add(control, role: .control)
    bench.scheduler.run(until: plan.stopTime + 2 * plan.recoveryNanoseconds)
    world.listener = nil
    return ClockTrialResult(
      self, meter, service.counts, control.events, latencyFrames: plan.latencyFrames)
  }
}

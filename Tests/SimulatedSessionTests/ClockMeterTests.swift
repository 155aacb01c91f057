import Testing

@testable import SimulatedDevices
@testable import SimulatedSession

@Suite struct ClockMeterTests {
  /// Twice in a day one frame alone was heard, next to the wrap, and taken for 8 ms of latency.
  @Test func `a piece too short to tell a bent number from a true one is not measured`() {
    let plan = SimulationPlan.calm([], seconds: 30)
    let world = SimulatedWorld(seed: plan.seed)
    let provider = plan.makeProvider(world)
    let meter = ClockMeter(world, source: provider.captureCard, sink: provider.playbackCard)
    meter.latencyFrames = 1024
    // Number 20, where a resampler rings.
    let bent: [Float] = [442 * Payload.step, 1]
    meter.played(bent, frames: 1, channelCount: 2, ago: 0)
    #expect(meter.seconds.isEmpty)
    let clear: [Float] = (0..<64).flatMap { [Float(1000 + $0) * Payload.step, 1] }
    meter.played(clear, frames: 64, channelCount: 2, ago: 0)
    #expect(meter.seconds.count == 1)
  }
}

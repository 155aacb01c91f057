import SimulatedDevices
import SimulatedSession
import Testing

/// Faults while playback resamples: numbers have fractions, and every promise holds.
struct ResampledTests {
  private func run(
    _ changes: [(seconds: Double, WorldChange)], sampleRate: Int = 8000
  ) -> SimulationResult {
    var plan = SimulationPlan.calm(changes)
    plan.coupling = .resampled
    plan.sampleRate = sampleRate
    plan.captureDrift.ppm = 300
    return SessionSimulation(plan).run()
  }

  /// The filter's answer to the first frames came at up to full level: at 8 kHz a fade of 5 ms was over
  /// before it, at 48 kHz at a tenth of its way.
  @Test("a resampled sound rises out of silence without a step", arguments: [8000, 48_000])
  func rise(sampleRate: Int) {
    let result = run([(5, .xrun(.playback)), (9, .xrun(.capture))], sampleRate: sampleRate)
    #expect(result.violations == [])
    #expect(result.truth.gapCount >= 2)
  }

  /// They went with the resampler's past.
  @Test func `the frames that a resampler holds when a sound ends are counted`() {
    let result = run([(5, .xrun(.capture))])
    #expect(result.violations == [])
    #expect(result.session.lateFrames >= 48, "\(result.session)")
  }

  @Test("a life of faults drawn from a seed keeps every promise", arguments: UInt64(1)...12)
  func seeds(seed: UInt64) {
    var plan = SimulationPlan(seed: seed, seconds: 30)
    plan.isOneCard = false
    plan.coupling = .resampled
    #expect(SessionSimulation(plan).run().violations == [])
  }
}

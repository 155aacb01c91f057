import SimulatedDevices
import SimulatedSession
import Testing

/// How soon there is sound after an xrun (R4), and that the watch over it sees what is worse.
struct RecoveryTests {
  @Test(
    "R4: after an xrun there is sound within the latency and two periods, whenever it comes",
    arguments: [StreamDirection.capture, .playback],
    [SimulationPlan.Coupling.free, .resampled, .steered])
  func bound(side: StreamDirection, coupling: SimulationPlan.Coupling) {
    var worst = 0.0
    for step in 0..<16 {
      var plan = SimulationPlan.calm([(5 + 0.004 * Double(step), .xrun(side))])
      plan.coupling = coupling
      let result = SessionSimulation(plan).run()
      #expect(result.violations == [])
      #expect(result.recovery.judged == 1)
      worst = max(worst, result.recovery.worstShare)
    }
    #expect((0.1...1).contains(worst), "\(worst)")
  }

  @Test func `a card that moves by a millisecond does not run dry while its source stands still`() {
    var plan = SimulationPlan.calm([
      (5, .xrun(.playback)), (5.01, .freeze(.capture, 2_000_000_000)),
    ])
    plan.playbackHabits.granularityFrames = 48
    plan.latencyFrames += 96
    let result = SessionSimulation(plan).run()
    #expect(result.violations == [])
    #expect(result.counts.contains("playbackXruns 1"), "\(result.counts)")
  }

  @Test func `a bound that is too short is seen to be broken`() {
    let simulation = SessionSimulation(.calm([(5, .xrun(.playback))]))
    simulation.allowedRecoveryShare = 0.3
    let result = simulation.run()
    #expect(result.violations.map(\.kind) == [.recovery])
  }

  @Test func `an xrun without another cause than the one before it is seen`() throws {
    let plan = SimulationPlan.calm([(5, .xrun(.playback))])
    // Below the scripts, so that nothing is known to be wrong.
    let result = SessionSimulation(plan).run(forcingXrunAt: SimulationPlan.start + 5_400_000_000)
    #expect(result.violations.map(\.kind) == [.relapse])
  }

  @Test func `what something else disturbs is not judged`() {
    let result = SessionSimulation(
      .calm([(5, .xrun(.playback)), (5.01, .stall(.playback, 900_000_000))])
    ).run()
    #expect(result.violations == [])
    #expect(result.recovery.judged == 0)
    #expect(result.recovery.disturbed > 0)
  }
}

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
      #expect(result.recovery.alone.count == 1)
      worst = max(worst, result.recovery.alone.worst)
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

  static let troubles: [(String, WorldChange)] = [
    ("a stall", .stall(.playback, 900_000_000)),
    ("a sleep", .suspend(.playback, 300_000_000, cannotResume: false)),
    ("a driver that refuses", .failPrepare(.playback, calls: 20, 16)),
    ("short transfers", .shorten(.playback, calls: 5)),
  ]

  @Test(
    "where more is wrong the time begins with its end", arguments: troubles,
    [StreamDirection.capture, .playback])
  func amid(trouble: (name: String, change: WorldChange), side: StreamDirection) {
    let result = SessionSimulation(.calm([(5, .xrun(side)), (5.003, trouble.change)])).run()
    #expect(result.violations == [], "\(trouble.name)")
    #expect(result.recovery.amid.count > 0, "\(result.recovery)")
  }

  @Test func `sound that comes too late after more than an xrun is seen`() {
    let simulation = SessionSimulation(
      .calm([(5, .xrun(.playback)), (5.01, .stall(.playback, 900_000_000))]))
    simulation.allowedRecoveryShare = 0.3
    let result = simulation.run()
    #expect(result.violations.map(\.kind) == [.recovery])
  }

  @Test func `what follows the last of several xruns is judged`() {
    let result = SessionSimulation(
      .calm([(5, .xrun(.playback)), (5.08, .xrun(.playback)), (5.16, .xrun(.playback))])
    ).run()
    #expect(result.violations == [])
    #expect(result.recovery.repeated == 2)
    #expect(result.recovery.amid.count + result.recovery.alone.count == 1)
  }
}

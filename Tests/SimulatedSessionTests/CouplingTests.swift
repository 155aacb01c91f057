import SimulatedDevices
import SimulatedSession
import Testing

/// Two clocks, and what plays into the source.
struct CouplingTests {
  @Test(
    "A17: clocks 1,000 ppm apart are one within 10 s, to 1 ppm",
    arguments: [SimulationPlan.Coupling.resampled, .steered], [-1000.0, 1000])
  func range(coupling: SimulationPlan.Coupling, ppm: Double) {
    let result = ClockTrial(coupling, sourcePpm: ppm, seconds: 180).run()
    #expect(result.complaints == [])
    #expect(result.lateDeviation < 4)
  }

  @Test(
    "A17: a clock that changes by 200 ppm moves the latency by 64 frames at most",
    arguments: [SimulationPlan.Coupling.resampled, .steered])
  func step(coupling: SimulationPlan.Coupling) {
    let result = ClockTrial(coupling, sourcePpm: 100, step: (200, 150), seconds: 200).run()
    #expect(result.complaints == [])
    #expect(result.stepDeviation > 1)
  }

  @Test(
    "A16: positions that move once a millisecond are followed as well",
    arguments: [SimulationPlan.Coupling.resampled, .steered])
  func grains(coupling: SimulationPlan.Coupling) {
    let result = ClockTrial(coupling, sourcePpm: 100, grainFrames: 48, seconds: 180).run()
    #expect(result.complaints == [])
  }

  @Test(
    "A18: a source at another rate than it says is named after three seconds, and muted",
    arguments: [-50_000.0, 50_000])
  func wrongRate(ppm: Double) {
    var plan = SimulationPlan.calm([(5, .drift(.capture, ppm))], seconds: 40)
    plan.coupling = .steered
    // The cure at the end does not set clocks right.
    let result = SessionSimulation(plan, ignoring: [.latency, .account]).run()
    let told = result.events.filter { $0.text.contains("rateMismatch") }
    #expect(told.count == 1)
    #expect(told.first.map { (7.5...13).contains($0.seconds) } == true, "\(told)")
    #expect(result.counts.contains("rateMismatches 1"))
    // Nothing is heard from then on.
    #expect(result.violations.allSatisfy { $0.kind == .silence }, "\(result.violations)")
    #expect(!result.violations.isEmpty)
  }

  @Test("coarse positions are not taken for a wrong rate", arguments: [UInt64(0x3e2), 0x3bc])
  func coarse(seed: UInt64) {
    var plan = SimulationPlan(seed: seed, seconds: 60)
    plan.coupling = .steered
    let result = SessionSimulation(plan).run()
    #expect(result.violations == [])
    #expect(!result.events.contains { $0.text.contains("rateMismatch") })
  }

  @Test func `A19: a source that goes on in another format is opened again within 1.5 s`() {
    var plan = SimulationPlan.calm([(5, .changeSource)])
    plan.coupling = .steered
    let result = SessionSimulation(plan).run()
    #expect(result.violations == [])
    let changed = result.events.first { $0.text.hasPrefix("sourceChanged") }
    let opened = result.events.last { $0.text.hasPrefix("opened(Session.DeviceSide.capture") }
    let started = result.events.last { $0.text.hasPrefix("started") }
    #expect(result.events.count { $0.text.hasPrefix("opened") } == 3)
    #expect((opened?.seconds ?? 0) > (changed?.seconds ?? 99))
    #expect((started?.seconds ?? 99) - (changed?.seconds ?? 0) < 1.5)
  }

  @Test func `a driver that does not change its speed any more is followed by resampling`() {
    var trial = ClockTrial(.steered, sourcePpm: 200, seconds: 120)
    trial.changes = [(30, .refuseSpeed), (31, .drift(.capture, 150))]
    let result = trial.run()
    #expect(result.events.count { $0.text == "steeringRefused" } == 1)
    #expect(result.events.last { $0.text.hasPrefix("following") } != nil)
    #expect(result.events.count { $0.text.hasPrefix("opened") } == 2)
    #expect(result.lateDeviation < 8)
  }
}

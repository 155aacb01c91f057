import SimulatedDevices
import SimulatedSession
import Testing

/// A chain that takes longer than its blocks last, in virtual time.
struct OverloadTests {
  /// 256 frames at 8 kHz last 32 ms.
  private static let slow = 40_000_000

  @Test func `B6: with a bypass the input is heard for a chain that is too slow, until it is not`()
  {
    // Trial after 10 s finds it slow still, the one after 20 s more does not.
    var plan = SimulationPlan.calm([(5, .slowChain(Self.slow, 20_000_000_000))], seconds: 60)
    plan.bypassGain = 0.25
    let result = SessionSimulation(plan).run()
    #expect(result.violations == [])
    let told = result.events.filter { $0.text.contains("chain") }
    #expect(told.map { $0.text.contains("TooSlow") } == [true, true, false], "\(told)")
    #expect((told.first?.seconds ?? 0) > 6 && (told.first?.seconds ?? 99) < 9.5)
    #expect(result.counts.contains("overloads 2"))
    // Two tries of two to three seconds; in between nothing is lost.
    let whole = 8000 * 20 / 3
    #expect(result.truth.missedFrames < whole / 3, "\(result.truth)")
  }

  @Test func `B6: without a bypass it is told, and its sound comes back by itself`() {
    let plan = SimulationPlan.calm([(5, .slowChain(Self.slow, 10_000_000_000))], seconds: 60)
    let result = SessionSimulation(plan).run()
    #expect(result.violations == [])
    let told = result.events.filter { $0.text.contains("chain") }
    #expect(told.map { $0.text.contains("TooSlow") } == [true, false], "\(told)")
    #expect(result.truth.missedFrames > 8000)
  }

  @Test func `B6: one block of ten seconds is no slow chain`() {
    let plan = SimulationPlan.calm([(5, .slowChain(10_000_000_000, 1))], seconds: 60)
    let result = SessionSimulation(plan).run()
    #expect(result.violations == [])
    #expect(!result.events.contains { $0.text.contains("chainTooSlow") })
  }
}

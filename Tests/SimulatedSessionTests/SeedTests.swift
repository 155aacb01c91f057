import SimulatedDevices
import SimulatedSession
import Testing

struct SeedTests {
  @Test(arguments: 0..<8)
  func `Forty seeds of two minutes keep every promise`(slice: Int) {
    for index in 0..<5 {
      let seed = UInt64(1 + 5 * slice + index)
      let result = SessionSimulation(SimulationPlan(seed: seed, seconds: 120)).run()
      #expect(result.violations.isEmpty, "seed \(seed): \(result.violations)")
    }
  }

  @Test func `A seed is the same run twice`() {
    for seed in [UInt64](101...105) {
      let plan = SimulationPlan(seed: seed, seconds: 60)
      let first = SessionSimulation(plan).run(), second = SessionSimulation(plan).run()
      #expect(first.hash == second.hash)
      #expect(first.truth == second.truth)
    }
  }

  @Test func `Printing a run does not change it`() {
    let plan = SimulationPlan(seed: 9, seconds: 60)
    var lines = 0
    let printed = SessionSimulation(plan) { _ in lines += 1 }.run()
    #expect(printed.hash == SessionSimulation(plan).run().hash)
    #expect(lines > 1000)
  }

  @Test func `Nothing is lost in an hour in which nothing happens`() {
    let result = SessionSimulation(.calm([], seconds: 3600)).run()
    #expect(result.violations == [])
    #expect(result.truth.gapFrames == 0)
    #expect(result.truth.missedFrames == 0)
    #expect(result.truth.soundFrames > 3599 * 8000)
  }
}

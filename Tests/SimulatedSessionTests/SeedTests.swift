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

  /// Seeds that have found something, and what it was.
  @Test(arguments: [
    ("a clock that is wrong runs on while its driver lies", [0xd36, 0x1cd6, 0x33c6, 0x354e]),
    ("the same, in coarse grains", [0x6fe8, 0x9347]),
    ("what a stopped card still held was counted before it was stopped", [0x1ae6, 0x6998]),
    ("it was counted with a time from before the thread was held up", [0x4c80]),
    ("what it held was told by time as if its clock were slow", [0x8132]),
    ("a latency of four seconds takes as long to be heard", [0x4fdc, 0x91d8]),
    ("of two gaps close together only the second one was hidden", [0x58d0, 0x62af]),
    ("5 ms beyond the latency are more than three short periods", [0x71ab, 0x7b72, 0x7f71]),
  ])
  func `Seeds that broke a promise once keep it`(finding: (reason: String, seeds: [UInt64])) {
    for seed in finding.seeds {
      let result = SessionSimulation(SimulationPlan(seed: seed, seconds: 60)).run()
      #expect(result.violations.isEmpty, "\(finding.reason), seed \(seed): \(result.violations)")
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

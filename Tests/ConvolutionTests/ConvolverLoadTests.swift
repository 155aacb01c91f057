import Convolution
import Testing

@Suite struct ConvolverLoadTests {
  private func convolver(_ plan: PartitionPlan) -> PartitionedConvolver {
    let taps = [Sample](repeating: 0.001, count: plan.tapCapacity)
    let matrix = ImpulseMatrix(
      inputCount: 2, outputCount: 2,
      paths: (0..<2).map { .init(input: $0, output: $0, taps: taps) })
    return PartitionedConvolver(FilterBank(matrix, plan: plan))
  }

  /// The first 32 readings find the clock's own cost, one more the start.
  private static let readingsBefore = 33

  @Test func `the least of each callback counts, then the mean and the worst`() throws {
    var target = convolver(try PartitionPlan(parsing: "64x4 256x2"))
    // Four callbacks per repetition, two readings each, and one reading between repetitions. The
    // third callback takes 900 ns, the others 300; every second repetition is disturbed.
    var now = 0, reading = 0
    let load = ConvolverLoad.measured(&target, nanoseconds: 100_000) {
      reading += 1
      let place = (reading - Self.readingsBefore - 1) % 9, turn = (reading - 34) / 9
      if reading > Self.readingsBefore && place >= 2 && place % 2 == 0 {
        now += place == 6 ? 900 : 300
        if turn % 2 == 0 { now += 10_000 }
      }
      return now
    }
    #expect(load.worstCallbackNanoseconds == 900)
    #expect(load.meanNanosecondsPerFrame == Double(3 * 300 + 900) / 256)
  }

  @Test func `a clock that stands still ends nothing but the patience`() throws {
    var target = convolver(try PartitionPlan(parsing: "64x1"))
    var readings = 0
    let load = ConvolverLoad.measured(&target, nanoseconds: 0) {
      readings += 1
      return 0
    }
    #expect(load == ConvolverLoad(meanNanosecondsPerFrame: 0, worstCallbackNanoseconds: 0))
    #expect(readings < 100)
  }

  @Test func `a share is time per time`() {
    let load = ConvolverLoad(meanNanosecondsPerFrame: 100, worstCallbackNanoseconds: 0)
    #expect(abs(load.meanShare(sampleRate: 48000) - 0.0048) < 1e-12)
  }

  @Test func `direct form costs the same for every plan behind it`() throws {
    let taps = [Sample](repeating: 1, count: 1000)
    let matrix = ImpulseMatrix(
      inputCount: 1, outputCount: 1, paths: [.init(input: 0, output: 0, taps: taps)])
    var costs = KernelCosts.typical
    let plan = try PartitionPlan(parsing: "d64 64x15", blockFrames: 16)
    let before = Planner(costs: costs).load(of: plan, for: matrix)
    costs.direct += 1
    let after = Planner(costs: costs).load(of: plan, for: matrix)
    #expect(abs(after.meanNanosecondsPerFrame - before.meanNanosecondsPerFrame - 64) < 1e-9)
    #expect(abs(after.worstCallbackNanoseconds - before.worstCallbackNanoseconds - 1024) < 1e-9)
  }
}

import Convolution
import Testing

@Suite struct PlannerTests {
  private func matrix(_ tapCount: Int, channels: Int = 1) -> ImpulseMatrix {
    let taps = [Sample](repeating: 1, count: tapCount)
    return ImpulseMatrix(
      inputCount: channels, outputCount: channels,
      paths: (0..<channels * channels).map {
        .init(input: $0 / channels, output: $0 % channels, taps: taps)
      })
  }

  @Test(arguments: [16, 32, 64, 128, 512, 1024, 8192], [1, 63, 64, 65, 5000, 48_000, 480_000])
  func `a plan holds every tap and wastes less than a partition`(_ block: Int, _ taps: Int) {
    for goal in [Planner.Goal.live, .economy] {
      let plan = Planner(goal: goal).plan(matrix(taps), blockFrames: block)
      #expect(plan.blockFrames == block)
      #expect(plan.tapCapacity >= taps)
      #expect(plan.tapCapacity - taps < plan.stages.last?.partitionFrames ?? 64)
    }
  }

  @Test func `a short response needs one stage and a long one several`() {
    #expect(Planner().plan(matrix(64), blockFrames: 64).stages.count == 1)
    #expect(Planner().plan(matrix(480_000), blockFrames: 64).stages.count >= 3)
  }

  @Test(arguments: [1, 2])
  func `live plans are flatter and economy plans are cheaper`(_ channels: Int) {
    let matrix = matrix(240_000, channels: channels)
    let live = Planner(goal: .live), economy = Planner(goal: .economy)
    let flat = live.load(of: live.plan(matrix, blockFrames: 64), for: matrix)
    let cheap = economy.load(of: economy.plan(matrix, blockFrames: 64), for: matrix)
    #expect(cheap.meanNanosecondsPerFrame <= flat.meanNanosecondsPerFrame)
    #expect(flat.meanNanosecondsPerFrame <= 1.4 * cheap.meanNanosecondsPerFrame)
    #expect(flat.worstCallbackNanoseconds < cheap.worstCallbackNanoseconds / 4)
  }

  @Test(arguments: [256, 1024, 2048], [4800, 48_000, 240_000])
  func `no callback of a live plan is over three means from 256 frames on`(
    _ block: Int, _ taps: Int
  ) {
    for channels in [1, 2] {
      let matrix = matrix(taps, channels: channels), planner = Planner()
      let load = planner.load(of: planner.plan(matrix, blockFrames: block), for: matrix)
      let mean = load.meanNanosecondsPerFrame * Double(block)
      #expect(load.worstCallbackNanoseconds <= 3 * mean, "\(channels) channels")
    }
  }

  @Test(arguments: [8000, 24_000, 96_000, 240_000, 480_000])
  func `a plan for files wastes little of the last block, and no block of those allowed is cheaper`(
    _ taps: Int
  ) {
    let matrix = matrix(taps), planner = Planner(goal: .economy)
    let plan = planner.offlinePlan(matrix)
    #expect(plan.blockFrames <= max(16_384, taps / 2))
    let load = planner.load(of: plan, for: matrix).meanNanosecondsPerFrame
    for block in [1024, 4096, 16_384, 32_768, 65_536] where block <= max(16_384, taps / 2) {
      let other = planner.load(of: planner.plan(matrix, blockFrames: block), for: matrix)
      #expect(load <= other.meanNanosecondsPerFrame, "a block of \(block)")
    }
  }

  @Test func `a large matrix gets a flat plan as well`() {
    let matrix = matrix(65_536, channels: 8), planner = Planner()
    let load = planner.load(of: planner.plan(matrix, blockFrames: 1024), for: matrix)
    #expect(load.worstCallbackNanoseconds <= 3 * 1024 * load.meanNanosecondsPerFrame)
  }

  @Test func `planning is the same every time`() {
    let matrix = matrix(100_000, channels: 2)
    #expect(
      Planner().plan(matrix, blockFrames: 128) == Planner().plan(matrix, blockFrames: 128))
  }
}

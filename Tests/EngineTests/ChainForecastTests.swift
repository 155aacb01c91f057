import Convolution
import Engine
import Testing

@Suite struct ChainForecastTests {
  private func taps(_ count: Int) -> [Sample] { (0..<count).map { 1 / Sample($0 + 1) } }

  private var chain: Chain {
    let matrix = ImpulseMatrix(
      inputCount: 2, outputCount: 2,
      paths: [
        .init(input: 0, output: 0, taps: taps(9000)), .init(input: 1, output: 1, taps: taps(7000)),
        .init(input: 0, output: 1, taps: taps(100)),
      ])
    return Chain(
      inputCount: 2,
      stages: [
        .route(RouteStage(outputs: [0, 1, 0].map { [.init(input: $0, gain: 1)] })),
        .delay(DelayStage(frames: [0, 480.5, 96000])),
        .convolve(
          ConvolveStage(inputs: [0, 1], outputs: [0, 1], matrix: matrix, latencyFrames: 300)),
        .limiter(
          LimiterStage(groups: [[2]], ceiling: 1, lookAheadFrames: 72, releaseFrames: 1000)),
      ])
  }

  @Test func `memory is known to the byte before it is allocated`() {
    for block in [16, 64, 512] {
      let planner = Planner(costs: .typical, goal: .live)
      let forecast = ChainForecast(chain, blockFrames: block, planner: planner)
      let engine = RenderEngine(chain, blockFrames: block) { planner.plan($0, blockFrames: block) }
      let byteCount = engine.byteCount, plans = engine.partitionPlans
      #expect(forecast.byteCount == byteCount)
      #expect(forecast.convolutions.map(\.plan) == plans)
    }
  }

  @Test func `a forecast names its stage and its load`() throws {
    let planner = Planner(costs: .typical, goal: .live)
    let forecast = ChainForecast(chain, blockFrames: 64, planner: planner)
    let convolution = try #require(forecast.convolutions.first)
    #expect(convolution.stage == 2 && convolution.pathCount == 3)
    #expect(forecast.load.meanNanosecondsPerFrame > 0)
    #expect(forecast.load.worstCallbackNanoseconds >= 64 * forecast.load.meanNanosecondsPerFrame)
    #expect(chain.stageLatencyFrames == [0, 0, 300, 72])
  }

  @Test func `a rough count is within a factor of two, for long taps and for short ones`() {
    let short = ImpulseMatrix(
      inputCount: 8, outputCount: 8,
      paths: (0..<64).map { .init(input: $0 % 8, output: $0 / 8, taps: taps(20)) })
    let dense = Chain(
      inputCount: 8,
      stages: [
        .convolve(ConvolveStage(inputs: Array(0..<8), outputs: Array(0..<8), matrix: short))
      ])
    let planner = Planner(costs: .typical, goal: .live)
    for chain in [chain, dense] {
      for block in [64, 4096] {
        let rough = chain.roughByteCount(blockFrames: block)
        let taken = ChainForecast(chain, blockFrames: block, planner: planner).byteCount
        #expect(rough < 2 * taken && taken < 2 * rough, "\(rough), \(taken)")
      }
    }
  }
}

import Convolution
import Engine
import Glibc
import Testing

/// What a change adds beside the tone that it changes: nothing that is heard as a click, S3.
///
/// A tone of 997 Hz at -6 dBFS goes through; what is above 6 kHz afterwards was made by the change.
@Suite struct SplatterTests {
  private static let block = 64
  private static let rate = 48_000.0
  /// -100 dBFS.
  private static let bound = 1e-5

  enum Change: String, CaseIterable {
    case volume, mute, bypass, filters, engine
  }

  @Test("no change splatters above 6 kHz, S3", arguments: Change.allCases)
  func splatter(change: Change) {
    let planner: (ImpulseMatrix) -> PartitionPlan = {
      .uniform(blockFrames: Self.block, tapCount: max($0.tapCount, 1))
    }
    var engine = RenderEngine(
      chain(gain: 1, delay: 3), blockFrames: Self.block, planner: planner)
    let control = engine.control(planner: planner)
    let dials = engine.dials()
    let blocks = 300
    let tone = (0..<blocks * Self.block).map { frame in
      Float(0.5 * sin(2 * Double.pi * 997 * Double(frame) / Self.rate))
    }
    var output: [Float] = []
    var rendered = [Float](repeating: 0, count: Self.block)
    for index in 0..<blocks {
      if index == 150 {
        switch change {
        case .volume: dials.gain = 0.25
        case .mute: dials.gain = 0
        case .bypass: dials.bypass = .on
        case .filters: _ = control.change(to: chain(gain: 0.5, delay: 40))
        case .engine: _ = control.change(to: chain(gain: 0.7, delay: 900))
        }
      }
      engine.render(Array(tone[index * Self.block..<(index + 1) * Self.block]), into: &rendered)
      output += rendered
    }
    #expect(
      Splatter.highest(output) < Self.bound,
      "\(change): \(20 * log10(Splatter.highest(output))) dBFS")
    // The same measure sees a step.
    let step = tone.enumerated().map { $0.offset < tone.count / 2 ? $0.element : 0.25 * $0.element }
    #expect(Splatter.highest(step) > 100 * Self.bound)
  }

  private func chain(gain: Float, delay: Int) -> Chain {
    var taps = [Float](repeating: 0, count: delay + 1)
    taps[delay] = gain
    return Chain(
      inputCount: 1,
      stages: [
        .convolve(
          ConvolveStage(
            inputs: [0], outputs: [0],
            matrix: ImpulseMatrix(
              inputCount: 1, outputCount: 1, paths: [.init(input: 0, output: 0, taps: taps)])))
      ])
  }
}

import Convolution
import Engine
import SignalProcessing
import Testing
import TestSupport

#if canImport(Glibc)
  import Glibc
#endif

@Suite struct FilterChangeTests {
  private static let block = 64
  private let planner: (ImpulseMatrix) -> PartitionPlan = {
    Planner().plan($0, blockFrames: block)
  }

  private func chain(
    peak: Double = 6, ceiling: Float = 0.5, delay: Double = 20.5, tap: Float = 0.25
  ) -> Chain {
    let section = BiquadSection(
      EqualizerBand(shape: .peak, cyclesPerFrame: 0.02, gainDecibels: peak, quality: 1))
    let matrix = ImpulseMatrix(
      inputCount: 1, outputCount: 1,
      paths: [.init(input: 0, output: 0, taps: [0.5] + [Float](repeating: 0, count: 200) + [tap])])
    return Chain(
      inputCount: 1,
      stages: [
        .filter(.init(sections: [[section]])), .delay(.init(frames: [delay])),
        .convolve(.init(inputs: [0], outputs: [0], matrix: matrix)),
        .limiter(
          .init(groups: [[0]], ceiling: ceiling, lookAheadFrames: 30, releaseFrames: 500)),
      ])
  }

  private func render(
    _ input: (Int) -> Float, blocks: Int, from first: Chain, to second: Chain?, at change: Int = 20
  ) -> (output: [Float], transition: EngineControl.Transition) {
    var engine = RenderEngine(first, blockFrames: Self.block, planner: planner)
    let control = engine.control(planner: planner)
    var transition = EngineControl.Transition.none
    var output: [Float] = []
    var rendered = [Float](repeating: .nan, count: Self.block)
    for index in 0..<blocks {
      if index == change, let second { transition = control.change(to: second) }
      engine.render(
        (0..<Self.block).map { input(index * Self.block + $0) }, into: &rendered)
      output += rendered
    }
    control.collect()
    return (output, transition)
  }

  private func tone(_ frame: Int) -> Float { Float(0.1 * sin(0.05 * Double(frame))) }

  @Test func `another equaliser, delay or limiter takes over as a second engine, without a click`()
  {
    for changed in [chain(peak: -12), chain(ceiling: 0.3), chain(delay: 90.25)] {
      let (output, transition) = render(tone, blocks: 160, from: chain(), to: changed)
      #expect(transition == .engine)
      // A tone of this level moves by 0.01 per frame at most; a step would stand out.
      let steps = zip(output, output.dropFirst()).map { abs($0 - $1) }
      #expect((steps.max() ?? 1) < 0.012)
      let settled = render(tone, blocks: 160, from: changed, to: nil).output
      #expect(zip(output, settled).dropFirst(150 * 64).allSatisfy { abs($0 - $1) < 1e-6 })
    }
  }

  @Test func `the same chain changes nothing, and other taps swap their filters alone`() {
    #expect(render(tone, blocks: 30, from: chain(), to: chain()).transition == .none)
    #expect(render(tone, blocks: 30, from: chain(), to: chain(tap: -0.1)).transition == .filters(1))
  }

  @Test func `no change lifts the sound above the higher of both ceilings`() {
    let samples = noise(100 * Self.block, seed: 5, level: 8)
    let (output, transition) = render(
      { samples[$0] }, blocks: 100, from: chain(ceiling: 0.5), to: chain(peak: -3, ceiling: 0.3))
    #expect(transition == .engine)
    #expect(output.allSatisfy { $0.magnitude <= 0.5 })
    #expect(output.contains { $0.magnitude > 0.49 })
    #expect(output.suffix(64 * 40).allSatisfy { $0.magnitude <= 0.3 })
  }
}

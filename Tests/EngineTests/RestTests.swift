import Convolution
import Engine
import Glibc
import Testing

/// An engine whose chain is kept out of the sound.
@Suite struct RestTests {
  private static let block = 64

  private func chain(_ taps: [Float]) -> Chain {
    let matrix = ImpulseMatrix(
      inputCount: 1, outputCount: 1, paths: [.init(input: 0, output: 0, taps: taps)])
    return Chain(
      inputCount: 1,
      stages: [.convolve(ConvolveStage(inputs: [0], outputs: [0], matrix: matrix))])
  }

  private func plan(_ matrix: ImpulseMatrix) -> PartitionPlan {
    .uniform(blockFrames: Self.block, tapCount: max(matrix.tapCount, 1))
  }

  @Test func `the input fades in for the chain and out again without a click, S3`() {
    var engine = RenderEngine(chain([0, 0, 1]), blockFrames: Self.block, planner: plan)
    let tone = (0..<600 * Self.block).map { frame in
      Float(0.5 * sin(2 * Double.pi * 997 * Double(frame) / 48_000))
    }
    var output: [Float] = []
    var rendered = [Float](repeating: 0, count: Self.block)
    for index in 0..<600 {
      let input = Array(tone[index * Self.block..<(index + 1) * Self.block])
      // The first block's output was withheld, and what is heard begins with silence.
      if (100..<300).contains(index) {
        engine.rest(input, into: &rendered, dryGain: 0.25)
      } else {
        engine.render(input, into: &rendered)
      }
      output += index < 100 ? [Float](repeating: 0, count: Self.block) : rendered
    }
    let highest = Splatter.highest(output)
    #expect(highest < 1e-5, "\(20 * log10(highest)) dBFS")
    let standing = output[150 * Self.block..<250 * Self.block].map(abs).max() ?? 0
    #expect(abs(standing - 0.125) < 1e-3)
    let back = output[400 * Self.block..<500 * Self.block].map(abs).max() ?? 0
    #expect(abs(back - 0.5) < 1e-3)
  }

  @Test("a change is taken over unheard meanwhile", arguments: [3, 400])
  func change(taps: Int) {
    let first = chain([1e30, 1, 1])
    let second = chain((0..<taps).map { $0 == 0 ? 0.5 : 1e-8 })
    var engine = RenderEngine(first, blockFrames: Self.block, planner: plan)
    let control = engine.control(planner: plan)
    var output = [Float](repeating: 0, count: Self.block)
    let input = [Float](repeating: 0.5, count: Self.block)
    engine.render(input, into: &output)
    #expect(output[0] > 1e20)
    for _ in 0..<3 { engine.rest(input, into: &output, dryGain: 0) }
    #expect(control.change(to: second) == (taps == 3 ? .filters(1) : .engine))
    for _ in 0..<20 {
      engine.rest(input, into: &output, dryGain: 0)
      #expect(output.allSatisfy { $0 == 0 })
    }
    control.collect()
    for _ in 0..<40 {
      engine.render(input, into: &output)
      #expect(output.allSatisfy { (-1e-5...0.25001).contains($0) })
    }
    #expect(output.last.map { abs($0 - 0.25) < 1e-5 } == true)
    // And the next change is not held up.
    #expect(control.change(to: first) != .none)
  }

  /// It faded the input out of a chain that made infinities of it, which was muted again for that.
  @Test(
    "a change that comes right before the chain is heard again is unheard too",
    arguments: [3, 400])
  func lateChange(taps: Int) {
    let second = chain((0..<taps).map { $0 == 0 ? 0.5 : 1e-8 })
    var engine = RenderEngine(chain([1e30, 1, 1]), blockFrames: Self.block, planner: plan)
    let control = engine.control(planner: plan)
    var output = [Float](repeating: 0, count: Self.block)
    let input = [Float](repeating: 0.5, count: Self.block)
    for _ in 0..<20 { engine.rest(input, into: &output, dryGain: 0) }
    _ = control.change(to: second)
    for _ in 0..<40 {
      engine.render(input, into: &output)
      #expect(output.allSatisfy { (-1e-5...0.25001).contains($0) })
    }
    #expect(output.last.map { abs($0 - 0.25) < 1e-5 } == true)
  }

  @Test func `an adapter lets the input through as late as the chain`() {
    let delay = BlockAdapter.latencyFrames(callFrames: 10, blockFrames: 16)
    var adapter = BlockAdapter(
      RenderEngine(chain([1]), blockFrames: 16) {
        .uniform(blockFrames: 16, tapCount: $0.tapCount)
      }, callFrames: 10)
    var heard: [Float] = []
    var output = [Float](repeating: 0, count: 10)
    for call in 0..<400 {
      let input = (0..<10).map { Float(call * 10 + $0) }
      adapter.rest(input, into: &output, frames: 10, dryGain: 0.5)
      heard += output
    }
    for frame in 3000..<4000 where heard[frame] != 0.5 * Float(frame - delay) {
      Issue.record("frame \(frame) is \(heard[frame])")
      break
    }
  }
}

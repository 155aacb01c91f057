import Convolution
import Engine
import SignalProcessing
import Testing
import TestSupport

@Suite struct PurgeTests {
  private static let block = 64

  private func plan(_ matrix: ImpulseMatrix) -> PartitionPlan {
    Planner(goal: .live).plan(matrix, blockFrames: Self.block)
  }

  /// True stereo of several partition sizes among filters, delays and limiters.
  private func chain(taps count: Int, seed: Int = 0) -> Chain {
    let matrix = ImpulseMatrix(
      inputCount: 2, outputCount: 2,
      paths: (0..<4).map { path in
        .init(
          input: path / 2, output: path % 2,
          taps: noise(count, seed: UInt64(path + seed), level: 0.01))
      })
    let section = BiquadSection(
      EqualizerBand(shape: .lowShelf, cyclesPerFrame: 0.001, gainDecibels: 6, quality: 0.7))
    return Chain(
      inputCount: 2,
      stages: [
        .filter(.init(sections: [[section], [section]])),
        .delay(.init(frames: [90_000, 33.3])),
        .convolve(.init(inputs: [0, 1], outputs: [0, 1], matrix: matrix)),
        .limiter(
          .init(groups: [[0, 1]], ceiling: 0.5, lookAheadFrames: 72, releaseFrames: 900)),
      ])
  }

  /// Renders blocks of noise and compares every bit with a fresh engine.
  private func expectFresh(_ used: inout RenderEngine, _ chain: Chain, blocks: Int) {
    var fresh = RenderEngine(chain, blockFrames: Self.block, planner: plan)
    var output = [Float](repeating: .nan, count: 2 * Self.block), wanted = output
    var difference: Float = 0
    for block in 0..<blocks {
      let input = noise(2 * Self.block, seed: UInt64(50 + block), level: 1)
      used.render(input, into: &output)
      fresh.render(input, into: &wanted)
      for (a, b) in zip(output, wanted) {
        difference = a.isFinite ? max(difference, abs(a - b)) : .infinity
      }
    }
    #expect(difference == 0)
  }

  /// Renders silence's blocks until the purge is through.
  private func purge(_ engine: inout RenderEngine) -> Int {
    var output = [Float](repeating: .nan, count: 2 * Self.block)
    var blocks = 0
    while engine.isPurging && blocks < 10_000 {
      engine.render(noise(2 * Self.block, seed: 3, level: 1), into: &output)
      #expect(output.allSatisfy { $0 == 0 })
      blocks += 1
    }
    return blocks
  }

  @Test("after poison and a purge an engine sounds as a new one", arguments: [300, 3000, 60_000])
  func poison(taps: Int) {
    let chain = chain(taps: taps)
    var engine = RenderEngine(chain, blockFrames: Self.block, planner: plan)
    var output = [Float](repeating: 0, count: 2 * Self.block)
    for block in 0..<700 {
      var input = noise(2 * Self.block, seed: UInt64(block), level: 1)
      if block % 100 == 7 { input[block % 64] = [.nan, .infinity, 1e38][block / 100 % 3] }
      engine.render(input, into: &output)
    }
    engine.beginPurge()
    let blocks = purge(&engine)
    // Each block clears a part; nothing is left out, and no part is empty but the last.
    let most = engine.byteCount / (4 << 16) + 2
    #expect(blocks >= 1 && blocks <= most)
    expectFresh(&engine, chain, blocks: 700)
  }

  @Test func `a long response takes several blocks, and a purge can begin again`() {
    let chain = chain(taps: 200_000)
    var engine = RenderEngine(chain, blockFrames: Self.block, planner: plan)
    var output = [Float](repeating: 0, count: 2 * Self.block)
    for _ in 0..<3 { engine.render([Float](repeating: .nan, count: 128), into: &output) }
    engine.beginPurge()
    for _ in 0..<5 { engine.render(noise(128, seed: 1, level: 1), into: &output) }
    let isPurging = engine.isPurging
    #expect(isPurging)
    engine.beginPurge()
    let blocks = purge(&engine)
    #expect(blocks > 10)
    expectFresh(&engine, chain, blocks: 60)
  }

  @Test("a purge completes the change that was under way", arguments: [200, 3000])
  func change(taps: Int) {
    // Of as many taps: a swap of filters. Of more: a second engine.
    let first = chain(taps: 200), second = chain(taps: taps, seed: 9)
    var engine = RenderEngine(first, blockFrames: Self.block, planner: plan)
    let control = engine.control(planner: plan)
    var output = [Float](repeating: 0, count: 2 * Self.block)
    for block in 0..<20 { engine.render(noise(128, seed: UInt64(block), level: 1), into: &output) }
    #expect(control.change(to: second) == (taps == 200 ? .filters(1) : .engine))
    for _ in 0..<3 { engine.render([Float](repeating: .nan, count: 128), into: &output) }
    engine.beginPurge()
    _ = purge(&engine)
    control.collect()
    expectFresh(&engine, second, blocks: 100)
    // And the next change is not held up.
    #expect(control.change(to: first) != .none)
    for block in 0..<3000 {
      engine.render(noise(128, seed: UInt64(block), level: 1), into: &output)
    }
    engine.reset()
    expectFresh(&engine, first, blocks: 100)
  }

  @Test func `an adapter forgets its blocks as well`() {
    let wire = Chain(inputCount: 1, stages: [.delay(.init(frames: [5]))])
    var adapter = BlockAdapter(
      RenderEngine(wire, blockFrames: 16, planner: plan), callFrames: 10)
    var output = [Float](repeating: 0, count: 10)
    for _ in 0..<7 {
      adapter.render([Float](repeating: .nan, count: 10), into: &output, frames: 10)
    }
    adapter.beginPurge()
    for _ in 0..<20 {
      adapter.render([Float](repeating: 0.5, count: 10), into: &output, frames: 10)
      #expect(output.allSatisfy { $0.isFinite })
    }
    let isPurging = adapter.isPurging
    #expect(!isPurging && output.allSatisfy { $0 == 0.5 })
  }
}

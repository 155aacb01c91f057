import Convolution
import Engine
import SignalProcessing
import Testing
import TestSupport

#if canImport(Glibc)
  import Glibc
#endif

@Suite struct FilterStageTests {
  private func band(
    _ shape: EqualizerBand.Shape, _ hertz: Double, _ gain: Double = 0, q: Double = 0.7
  ) -> BiquadSection {
    BiquadSection(
      EqualizerBand(shape: shape, cyclesPerFrame: hertz / 48000, gainDecibels: gain, quality: q))
  }

  private func wave(_ count: Int, seed: Int = 1) -> [Float] {
    (0..<count).map { Float((($0 * 7919 + seed * 104_729) % 2000) - 1000) / 2000 }
  }

  private let wire = RouteStage(outputs: [
    [.init(input: 0, gain: 1)], [.init(input: 0, gain: 1)],
  ])
  private let sum = RouteStage(outputs: [[.init(input: 0, gain: 1), .init(input: 1, gain: 1)]])

  @Test func `a late stage makes the channels beside it as late, bit by bit`() {
    let limiter = LimiterStage(
      groups: [[1]], ceiling: 0.9, lookAheadFrames: 72, releaseFrames: 1000)
    let linear = ImpulseMatrix(
      inputCount: 1, outputCount: 1,
      paths: [.init(input: 0, output: 0, taps: [Float](repeating: 0, count: 40) + [1])])
    let chain = Chain(
      inputCount: 3,
      stages: [
        .limiter(limiter),
        .convolve(.init(inputs: [0], outputs: [0], matrix: linear, latencyFrames: 40)),
      ])
    #expect(chain.latencyFrames == 112)
    let input = (0..<3).map { wave(512, seed: $0) }
    let output = rendered(chain, input, block: 64)
    for channel in 1..<3 {
      #expect(isSame(Array(output[channel].dropFirst(112)), Array(input[channel].dropLast(112))))
      #expect(output[channel].prefix(112).allSatisfy { $0 == 0 })
    }
    #expect(zip(output[0].dropFirst(112), input[0]).allSatisfy { abs($0 - $1) < 1e-6 })
  }

  @Test("a whole delay is an exact copy", arguments: [0, 1, 15, 63, 64, 65, 300])
  func wholeDelay(frames: Int) {
    let odd: [Float] = [-0.0, .leastNormalMagnitude, .greatestFiniteMagnitude, -1.0 / 3]
    let input = (0..<512).map { odd[$0 % 4] }
    let stage = DelayStage(frames: [Double(frames), 0])
    let chain = Chain(inputCount: 2, stages: [.delay(stage)])
    let output = rendered(chain, [input, input], block: 64)
    #expect(chain.latencyFrames == 0)
    #expect(isSame(Array(output[0].dropFirst(frames)), Array(input.dropLast(frames))))
    #expect(isSame(output[1], input))
  }

  @Test func `a fractional delay is late only where it is too short for its filter`() {
    #expect(DelayStage(frames: [31.5, 0, 7]).latencyFrames == 0)
    #expect(DelayStage(frames: [14.88, 0, 7]).latencyFrames == 17)
    #expect(DelayStage(frames: [0.5]).latencyFrames == 31)
    #expect(DelayStage(frames: [3.000_000_1]).latencyFrames == 0)
  }

  @Test("a fractional delay moves a tone by its frames", arguments: [0.25, 14.88, 100.5])
  func fractionalDelay(frames: Double) {
    let stage = DelayStage(frames: [frames, 0])
    let chain = Chain(inputCount: 2, stages: [.delay(stage)])
    func tone(_ delay: Double) -> [Float] {
      (0..<1024).map { Float(sin(0.7 * (Double($0) - delay))) }
    }
    let output = rendered(chain, [tone(0), tone(0)], block: 64)
    let late = Double(stage.latencyFrames)
    for (found, wanted) in [(output[0], tone(late + frames)), (output[1], tone(late))] {
      // After the filter's own beginning. 1e-5 is -100 dB.
      #expect(zip(found, wanted).dropFirst(256).allSatisfy { abs($0 - $1) < 1e-5 })
    }
  }

  @Test("the ways of a crossover add up to an all-pass", arguments: [2, 4, 8])
  func crossover(order: Int) {
    let design = CrossoverDesign(
      alignment: .linkwitzRiley, order: order, cyclesPerFrame: 2000.0 / 48000)
    let chain = Chain(
      inputCount: 1,
      stages: [
        .route(wire), .filter(.init(sections: [design.sections(.low), design.sections(.high)])),
        .route(sum),
      ])
    var impulse = [Float](repeating: 0, count: 4096)
    impulse[0] = 1
    let output = rendered(chain, [impulse], block: 64)[0]
    for hertz in stride(from: 200.0, to: 23000, by: 400) {
      let turn = 2 * Double.pi * hertz / 48000
      let re = output.enumerated().reduce(0) {
        $0 + Double($1.element) * cos(turn * Double($1.offset))
      }
      let im = output.enumerated().reduce(0) {
        $0 + Double($1.element) * sin(turn * Double($1.offset))
      }
      #expect(abs(10 * log10(re * re + im * im)) < 0.01)
    }
  }

  @Test func `the linear-phase ways add up to a delay within -120 dB`() {
    let ways = LinearPhaseCrossover(cyclesPerFrame: 2000.0 / 48000, tapCount: 311)
    let matrix = ImpulseMatrix(
      inputCount: 2, outputCount: 2,
      paths: [
        .init(input: 0, output: 0, taps: ways.lowTaps.map { Float($0) }),
        .init(input: 1, output: 1, taps: ways.highTaps.map { Float($0) }),
      ])
    let chain = Chain(
      inputCount: 1,
      stages: [
        .route(wire),
        .convolve(
          .init(
            inputs: [0, 1], outputs: [0, 1], matrix: matrix, latencyFrames: ways.latencyFrames)),
        .route(sum),
      ])
    #expect(chain.latencyFrames == 155)
    let input = wave(2048)
    let output = rendered(chain, [input], block: 64)[0]
    #expect(zip(output.dropFirst(155), input).allSatisfy { abs($0 - $1) < 1e-6 })
  }

  /// Every kind of stage there is.
  private var everything: Chain {
    let taps = wave(300, seed: 5).map { $0 / 20 }
    let matrix = ImpulseMatrix(
      inputCount: 1, outputCount: 1, paths: [.init(input: 0, output: 0, taps: taps)])
    return Chain(
      inputCount: 2,
      stages: [
        .filter(.init(sections: [[band(.peak, 900, 6, q: 3), band(.highShelf, 4000, -9)], []])),
        .delay(.init(frames: [3.3, 40])),
        .convolve(.init(inputs: [1], outputs: [1], matrix: matrix)),
        .limiter(
          .init(groups: [[0], [1]], ceiling: 0.3, lookAheadFrames: 20, releaseFrames: 200)),
        .route(.init(outputs: [[.init(input: 1, gain: 1)], [.init(input: 0, gain: -1)]])),
      ])
  }

  @Test func `blocks of other lengths give the same samples`() {
    let input = [wave(4096, seed: 2), wave(4096, seed: 3)]
    let short = rendered(everything, input, block: 16),
      long = rendered(everything, input, block: 256)
    for channel in 0..<2 {
      // The partitions differ, so the convolution's last bits do.
      #expect(zip(short[channel], long[channel]).allSatisfy { abs($0 - $1) < 1e-6 })
    }
    #expect(everything.latencyFrames == 48)
  }

  @Test func `a reset engine sounds as a new one, whatever it was fed`() {
    let chain = everything
    var used = RenderEngine(chain, blockFrames: 64, planner: plan),
      fresh = RenderEngine(
        chain, blockFrames: 64, planner: plan)
    var output = [Float](repeating: 0, count: 128), wanted = output
    for poison in [Float.nan, .infinity, 1e38, -1e38, 0.5] {
      used.render([Float](repeating: poison, count: 128), into: &output)
    }
    used.reset()
    for block in 0..<40 {
      let input = wave(128, seed: block)
      used.render(input, into: &output)
      fresh.render(input, into: &wanted)
      let isEqual = output == wanted
      #expect(isEqual)
    }
  }

  @Test func `an engine that shares filters has a past of its own`() {
    let chain = everything
    var first = RenderEngine(chain, blockFrames: 64, planner: plan)
    var output = [Float](repeating: 0, count: 128)
    for block in 0..<10 { first.render(wave(128, seed: block), into: &output) }
    var second = RenderEngine(sharing: first)
    #expect(second.addedLatencyFrames == 48)
    var third = RenderEngine(chain, blockFrames: 64, planner: plan)
    var wanted = output
    for block in 0..<10 {
      second.render(wave(128, seed: block), into: &output)
      third.render(wave(128, seed: block), into: &wanted)
      let isEqual = output == wanted
      #expect(isEqual)
    }
  }

  @Test func `the tail is the sum of what the stages sound on`() {
    let section = band(.lowPass, 1000)
    let chain = Chain(
      inputCount: 2,
      stages: [
        .filter(.init(sections: [[section], []])), .delay(.init(frames: [100, 7])),
        .limiter(.init(groups: [[0]], ceiling: 1, lookAheadFrames: 72, releaseFrames: 10)),
      ])
    let filter = [section].impulseResponse().count - 1
    #expect(filter > 100)
    // The limiter, and the delay of the channel beside it.
    #expect(chain.tailFrames == filter + 100 + 72 + 72)
  }

  @Test func `a ceiling goes through gains, routes and whole delays, and ends at a filter`() {
    let limiter = Chain.Stage.limiter(
      .init(groups: [[0]], ceiling: 0.5, lookAheadFrames: 8, releaseFrames: 10))
    func ceilings(_ after: Chain.Stage...) -> [Float] {
      Chain(inputCount: 2, stages: [limiter] + after).outputCeilings
    }
    #expect(ceilings() == [0.5, .infinity])
    #expect(ceilings(.gain([-2, 0])) == [1, 0])
    #expect(ceilings(.route(sum), .gain([0.25])) == [.infinity])
    #expect(
      ceilings(
        .route(.init(outputs: [[.init(input: 0, gain: 1), .init(input: 0, gain: -0.5)], []])))
        == [0.75, 0])
    #expect(ceilings(.delay(.init(frames: [100, 3]))) == [0.5, .infinity])
    #expect(ceilings(.delay(.init(frames: [100.5, 3]))) == [.infinity, .infinity])
    #expect(ceilings(.filter(.init(sections: [[], []]))) == [0.5, .infinity])
    #expect(
      ceilings(.filter(.init(sections: [[band(.peak, 100, 1)], []]))) == [.infinity, .infinity])
  }
}

private func plan(_ matrix: ImpulseMatrix) -> PartitionPlan {
  Planner().plan(matrix, blockFrames: 64)
}

/// Renders planar channels, a multiple of the block long.
func rendered(_ chain: Chain, _ channels: [[Float]], block: Int) -> [[Float]] {
  var engine = RenderEngine(chain, blockFrames: block) { Planner().plan($0, blockFrames: block) }
  var outputs = [[Float]](repeating: [], count: chain.outputCount)
  var output = [Float](repeating: .nan, count: chain.outputCount * block)
  for first in stride(from: 0, to: channels[0].count, by: block) {
    engine.render(channels.flatMap { $0[first..<first + block] }, into: &output)
    for channel in outputs.indices {
      outputs[channel] += output[channel * block..<(channel + 1) * block]
    }
  }
  return outputs
}

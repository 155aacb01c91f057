import Testing
import TestSupport

@testable import Convolution

@Suite struct ConvolverBehaviourTests {
  private func mono(_ taps: [Sample], block: Int = 64) -> FilterBank {
    FilterBank(
      ImpulseMatrix(
        inputCount: 1, outputCount: 1, paths: [.init(input: 0, output: 0, taps: taps)]),
      plan: .uniform(blockFrames: block, tapCount: max(taps.count, 1)))
  }

  @Test func `an impulse returns the impulse response`() {
    var generator = SeededGenerator(seed: 1)
    let taps = generator.noise(200)
    var impulse = [Sample](repeating: 0, count: 256)
    impulse[0] = 1
    let output = render([impulse], through: mono(taps))[0]
    let wanted = taps.map { Double($0) } + [Double](repeating: 0, count: 56)
    #expect(signalToErrorDecibels(wanted, output) >= requiredDecibels)
  }

  @Test func `latency is none beyond the block`() {
    var impulse = [Sample](repeating: 0, count: 64)
    impulse[63] = 1
    let output = render([impulse], through: mono([1]))[0]
    #expect(abs(output[63] - 1) < 1e-6)
    #expect(output[..<63].allSatisfy { abs($0) < 1e-6 })
  }

  @Test func `silence stays exact silence`() {
    var generator = SeededGenerator(seed: 2)
    let output = render(
      [[Sample](repeating: 0, count: 640)], through: mono(generator.noise(300)))[0]
    #expect(output.allSatisfy { $0 == 0 })
  }

  @Test func `a reset convolver sounds as a new one`() {
    var generator = SeededGenerator(seed: 4)
    let input = generator.noise(6400)
    for plan in ConvolverAccuracyTests.plans {
      let matrix = ImpulseMatrix(
        inputCount: 1, outputCount: 1,
        paths: [.init(input: 0, output: 0, taps: generator.noise(plan.tapCapacity))])
      let bank = FilterBank(matrix, plan: plan)
      var convolver = PartitionedConvolver(bank)
      let first = render([input], through: &convolver)
      _ = render([generator.noise(plan.blockFrames * 7)], through: &convolver)
      convolver.reset()
      let again = render([input], through: &convolver)
      #expect(again.elementsEqual(first, by: ==), "\(plan)")
    }
  }

  @Test func `two convolvers share one bank without touching each other`() {
    var generator = SeededGenerator(seed: 5)
    let bank = mono(generator.noise(150))
    var a = PartitionedConvolver(bank), b = PartitionedConvolver(bank)
    let input = generator.noise(640)
    _ = render([generator.noise(640)], through: &b)
    let wanted = render([input], through: bank)
    let found = render([input], through: &a)
    #expect(found.elementsEqual(wanted, by: ==))
  }

  @Test func `absent paths and empty partitions take no memory`() {
    let long = [Sample](repeating: 0, count: 6400) + [1]
    let bank = FilterBank(
      ImpulseMatrix(
        inputCount: 8, outputCount: 8, paths: [.init(input: 3, output: 5, taps: long)]),
      plan: .uniform(blockFrames: 64, tapCount: long.count))
    #expect(bank.byteCount == 64 * 2 * MemoryLayout<Sample>.stride)
  }

  @Test func `a full square matrix is tiled two by two`() {
    let extents = (0..<16).map {
      PathExtent(input: $0 / 4, output: $0 % 4, partitions: 0..<3)
    }
    let layout = TileLayout(extents, inputs: [0, 1, 2, 3])
    #expect(layout.tiles.count == 4)
    #expect(layout.tiles.allSatisfy { $0.shape == .twoByTwo })
    #expect(layout.tiles.map(\.accumulates) == [false, true, false, true])
  }

  @Test func `one input to two outputs is one tile, unless one path is much shorter`() {
    let both = [
      PathExtent(input: 0, output: 0, partitions: 0..<9),
      PathExtent(input: 0, output: 1, partitions: 0..<8),
    ]
    #expect(TileLayout(both, inputs: [0]).tiles.map(\.shape) == [.oneByTwo])
    let uneven = [both[0], PathExtent(input: 0, output: 1, partitions: 0..<1)]
    let tiles = TileLayout(uneven, inputs: [0]).tiles
    #expect(tiles.map(\.shape) == [.oneByOne, .oneByOne])
    #expect(tiles.map(\.partitionCount) == [9, 1])
    #expect(tiles.allSatisfy { !$0.accumulates })
  }

  @Test func `three inputs to two outputs are a square and a pair`() {
    let extents = (0..<6).map { PathExtent(input: $0 / 2, output: $0 % 2, partitions: 0..<3) }
    let tiles = TileLayout(extents, inputs: [0, 1, 2]).tiles
    #expect(tiles.map(\.shape) == [.twoByTwo, .oneByTwo])
    #expect(tiles.map(\.accumulates) == [false, true])
  }

  @Test func `independent channels are multiplied path by path`() {
    let layout = TileLayout(
      (0..<4).map { PathExtent(input: $0, output: $0, partitions: 0..<3) }, inputs: [0, 1, 2, 3])
    #expect(layout.tiles.count == 4)
    #expect(layout.tiles.allSatisfy { $0.shape == .oneByOne && !$0.accumulates })
  }

  @Test func `a plan prints as one line`() {
    let lines = ConvolverAccuracyTests.plans.map(\.description)
    #expect(lines[0] == "d64 64x7 256x6s 2048x2")
    #expect(lines[1] == "64x4 256x3 1024x4")
    #expect(lines[2] == "64x16 512x6s 2048x3s")
    #expect(PartitionPlan.uniform(blockFrames: 64, tapCount: 65).description == "64x2")
  }

  @Test func `a plan that asks for output before its block is complete is refused`() async {
    await #expect(processExitsWith: .failure) {
      _ = PartitionPlan(
        blockFrames: 64,
        stages: [
          .init(partitionFrames: 64, partitionCount: 4, offsetFrames: 0),
          .init(partitionFrames: 512, partitionCount: 4, offsetFrames: 256),
        ])
    }
  }
}

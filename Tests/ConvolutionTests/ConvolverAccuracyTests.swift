import Testing
import TestSupport

@testable import Convolution

@Suite struct ConvolverAccuracyTests {
  /// A partition size and a tap count at one of its edges.
  struct Shape: CustomStringConvertible {
    let blockFrames: Int
    let tapCount: Int
    var description: String { "\(tapCount) taps in blocks of \(blockFrames)" }

    static let all: [Shape] = [16, 32, 64, 128, 256, 512, 1024, 2048].flatMap { block in
      let size = max(block, 64)
      let edges = [block, size, 2 * size, 3 * size].flatMap { [$0 - 1, $0, $0 + 1] }
      return ([1, 2] + edges).map { Shape(blockFrames: block, tapCount: $0) }
    }
  }

  @Test(arguments: Shape.all)
  func `one path equals the direct convolution`(_ shape: Shape) {
    var generator = SeededGenerator(seed: UInt64(shape.blockFrames * 100_000 + shape.tapCount))
    let input = generator.noise(shape.blockFrames * 5 + 17)
    let matrix = ImpulseMatrix(
      inputCount: 1, outputCount: 1,
      paths: [.init(input: 0, output: 0, taps: generator.noise(shape.tapCount))])
    let plan = PartitionPlan.uniform(blockFrames: shape.blockFrames, tapCount: shape.tapCount)
    let wanted = referenceOutputs([input], matrix)
    for level in ProcessorLevel.available {
      let output = render([input], through: FilterBank(matrix, plan: plan, level: level))
      #expect(signalToErrorDecibels(wanted[0], output[0]) >= requiredDecibels, "\(level)")
    }
  }

  @Test(arguments: [4096, 8192, 16384, 32768, 65536], ProcessorLevel.available)
  func `large partitions equal the direct convolution`(_ block: Int, _ level: ProcessorLevel) {
    var generator = SeededGenerator(seed: UInt64(block))
    let input = generator.noise(2 * block)
    // Sparse taps keep the float64 reference affordable at this length.
    var taps = [Sample](repeating: 0, count: block + 1)
    for index in [0, 1, block / 3, block / 2 + 5, block - 1, block] {
      taps[index] = Sample.random(in: -1..<1, using: &generator)
    }
    let matrix = ImpulseMatrix(
      inputCount: 1, outputCount: 1, paths: [.init(input: 0, output: 0, taps: taps)])
    let plan = PartitionPlan.uniform(blockFrames: block, tapCount: taps.count)
    let output = render([input], through: FilterBank(matrix, plan: plan, level: level))
    var wanted = [CompensatedSum](repeating: CompensatedSum(), count: input.count)
    for (tap, value) in taps.enumerated() where value != 0 {
      for frame in tap..<input.count {
        wanted[frame].add(Double(value), times: Double(input[frame - tap]))
      }
    }
    #expect(signalToErrorDecibels(wanted.map(\.value), output[0]) >= requiredDecibels)
  }

  static let plans: [PartitionPlan] = [
    PartitionPlan(
      blockFrames: 16,
      stages: [
        .init(partitionFrames: 64, partitionCount: 7, offsetFrames: 64),
        .init(partitionFrames: 256, partitionCount: 6, offsetFrames: 512, timing: .spread),
        .init(partitionFrames: 2048, partitionCount: 2, offsetFrames: 2048),
      ]),
    PartitionPlan(
      blockFrames: 64,
      stages: [
        .init(partitionFrames: 64, partitionCount: 4, offsetFrames: 0),
        .init(partitionFrames: 256, partitionCount: 3, offsetFrames: 256),
        .init(partitionFrames: 1024, partitionCount: 4, offsetFrames: 1024),
      ]),
    PartitionPlan(
      blockFrames: 64,
      stages: [
        .init(partitionFrames: 64, partitionCount: 16, offsetFrames: 0),
        .init(partitionFrames: 512, partitionCount: 6, offsetFrames: 1024, timing: .spread),
        .init(partitionFrames: 2048, partitionCount: 3, offsetFrames: 4096, timing: .spread),
      ]),
    PartitionPlan(
      blockFrames: 128,
      stages: [
        .init(partitionFrames: 128, partitionCount: 2, offsetFrames: 0),
        .init(partitionFrames: 256, partitionCount: 7, offsetFrames: 256),
        .init(partitionFrames: 1024, partitionCount: 3, offsetFrames: 2048, timing: .spread),
      ]),
    PartitionPlan(
      blockFrames: 2048,
      stages: [
        .init(partitionFrames: 2048, partitionCount: 2, offsetFrames: 0),
        .init(partitionFrames: 4096, partitionCount: 2, offsetFrames: 4096),
      ]),
  ]

  @Test(arguments: plans)
  func `stages of growing partitions equal the direct convolution`(_ plan: PartitionPlan) {
    var generator = SeededGenerator(seed: 7)
    for tapCount in [plan.tapCapacity, plan.tapCapacity - 1, plan.stages[1].offsetFrames + 1] {
      let matrix = ImpulseMatrix(
        inputCount: 2, outputCount: 2,
        paths: [
          .init(input: 0, output: 0, taps: generator.noise(tapCount)),
          .init(input: 1, output: 0, taps: generator.noise(tapCount / 2)),
          .init(input: 0, output: 1, taps: generator.noise(tapCount / 3)),
          .init(input: 1, output: 1, taps: generator.noise(tapCount)),
        ])
      let inputs = (0..<2).map { _ in generator.noise(tapCount + 5000) }
      let references = referenceOutputs(inputs, matrix)
      for level in ProcessorLevel.available {
        let outputs = render(inputs, through: FilterBank(matrix, plan: plan, level: level))
        for (wanted, found) in zip(references, outputs) {
          #expect(signalToErrorDecibels(wanted, found) >= requiredDecibels, "\(level)")
        }
      }
    }
  }

  @Test(arguments: [(1, 2), (2, 1), (2, 2), (3, 3), (2, 6), (5, 4), (8, 8)])
  func `a full matrix equals the sum of its paths`(_ inputCount: Int, _ outputCount: Int) {
    var generator = SeededGenerator(seed: UInt64(inputCount * 10 + outputCount))
    let paths = (0..<inputCount).flatMap { input in
      (0..<outputCount).map { output in
        ImpulseMatrix.Path(
          input: input, output: output, taps: generator.noise(1 + (input * 97 + output * 41) % 300))
      }
    }
    expectMatchesReference(
      ImpulseMatrix(inputCount: inputCount, outputCount: outputCount, paths: paths), &generator)
  }

  @Test(arguments: 0..<20)
  func `any sparse matrix equals the sum of its paths`(_ seed: Int) {
    var generator = SeededGenerator(seed: UInt64(1000 + seed))
    let inputCount = Int.random(in: 1...5, using: &generator)
    let outputCount = Int.random(in: 1...5, using: &generator)
    var paths: [ImpulseMatrix.Path] = []
    for input in 0..<inputCount {
      for output in 0..<outputCount where Bool.random(using: &generator) {
        var taps = generator.noise(Int.random(in: 0...400, using: &generator))
        // Silence at the front and inside: partitions that are skipped, and some that are not.
        for index in taps.indices where index < 130 || (200..<330).contains(index) {
          if seed % 2 == 0 { taps[index] = 0 }
        }
        paths.append(.init(input: input, output: output, taps: taps))
      }
    }
    expectMatchesReference(
      ImpulseMatrix(inputCount: inputCount, outputCount: outputCount, paths: paths), &generator)
  }

  private func expectMatchesReference(
    _ matrix: ImpulseMatrix, _ generator: inout SeededGenerator
  ) {
    let inputs = (0..<matrix.inputCount).map { _ in generator.noise(1000) }
    let plan = PartitionPlan.uniform(blockFrames: 64, tapCount: max(matrix.tapCount, 1))
    for level in ProcessorLevel.available {
      let outputs = render(inputs, through: FilterBank(matrix, plan: plan, level: level))
      for (wanted, found) in zip(referenceOutputs(inputs, matrix), outputs) {
        if wanted.allSatisfy({ $0 == 0 }) {
          #expect(found.allSatisfy { $0 == 0 })
        } else {
          #expect(signalToErrorDecibels(wanted, found) >= requiredDecibels)
        }
      }
    }
  }

  @Test func `the kernels of both builds agree`() {
    guard ProcessorLevel.available.count > 1 else { return }
    var generator = SeededGenerator(seed: 3)
    for plan in Self.plans {
      let matrix = ImpulseMatrix(
        inputCount: 1, outputCount: 1,
        paths: [.init(input: 0, output: 0, taps: generator.noise(plan.tapCapacity))])
      let input = generator.noise(plan.tapCapacity)
      let results = ProcessorLevel.available.map { level in
        render([input], through: FilterBank(matrix, plan: plan, level: level))[0]
      }
      #expect(signalToErrorDecibels(results[0].map { Double($0) }, results[1]) >= requiredDecibels)
    }
  }
}

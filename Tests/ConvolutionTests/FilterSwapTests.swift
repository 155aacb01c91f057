import Testing
import TestSupport

@testable import Convolution

#if canImport(Glibc)
  import Glibc
#endif

@Suite struct FilterSwapTests {
  private func bank(_ matrix: ImpulseMatrix, _ plan: PartitionPlan) -> FilterBank {
    FilterBank(matrix, plan: plan)
  }

  private func crossed(_ generator: inout SeededGenerator, _ tapCount: Int) -> ImpulseMatrix {
    ImpulseMatrix(
      inputCount: 2, outputCount: 2,
      paths: (0..<4).map {
        .init(input: $0 / 2, output: $0 % 2, taps: generator.noise(tapCount - 37 * $0))
      })
  }

  /// Renders with swaps begun before the given blocks; gives the output and where each ended.
  private func render(
    _ inputs: [[Sample]], through first: FilterBank, swaps: [Int: FilterSwap]
  ) -> (outputs: [[Sample]], endedAt: [Int]) {
    var convolver = PartitionedConvolver(first)
    let block = convolver.blockFrames
    var outputs = [[Sample]](repeating: [], count: convolver.outputCount)
    var ended: [Int] = []
    var output = [Sample](repeating: .nan, count: convolver.outputCount * block)
    for index in 0..<inputs[0].count / block {
      if let swap = swaps[index] { convolver.begin(swap.order()) }
      let input = inputs.flatMap { $0[index * block..<(index + 1) * block] }
      var span = output.mutableSpan
      convolver.render(input.span, into: &span)
      for channel in outputs.indices {
        outputs[channel] += output[channel * block..<(channel + 1) * block]
      }
      if let old = convolver.takeRetired() {
        old.release()
        ended.append((index + 1) * block)
      }
    }
    return (outputs, ended)
  }

  @Test(arguments: ConvolverAccuracyTests.plans)
  func `the old bank sounds until the swap and the new one, with all the past, after it`(
    _ plan: PartitionPlan
  ) throws {
    var generator = SeededGenerator(seed: 21)
    let old = crossed(&generator, plan.tapCapacity), new = crossed(&generator, plan.tapCapacity)
    let largest = plan.stages.map(\.partitionFrames).max() ?? 64
    let frames = plan.tapCapacity + 6 * largest + 2048
    let inputs = (0..<2).map { _ in generator.noise(frames / 4096 * 4096) }
    let start = plan.tapCapacity / plan.blockFrames + 3
    let swap = FilterSwap(bank(new, plan), fadeFrames: 960)
    #expect(swap.fits(bank(old, plan)))

    let (outputs, ended) = render(inputs, through: bank(old, plan), swaps: [start: swap])
    let end = try #require(ended.first)
    let first = start * plan.blockFrames
    #expect(end - first <= 4 * largest + 960 + plan.blockFrames)
    let before = referenceOutputs(inputs, old), after = referenceOutputs(inputs, new)
    for channel in 0..<2 {
      #expect(
        signalToErrorDecibels(
          Array(before[channel][..<first]), Array(outputs[channel][..<first])) >= 130)
      let rest = end..<outputs[channel].count
      #expect(
        signalToErrorDecibels(Array(after[channel][rest]), Array(outputs[channel][rest])) >= 130)
    }
  }

  @Test func `swaps follow each other, also in blocks of direct form`() throws {
    var generator = SeededGenerator(seed: 22)
    for plan in ConvolverAccuracyTests.plans.prefix(2) {
      let banks = (0..<3).map { _ in crossed(&generator, plan.tapCapacity) }
      let inputs = (0..<2).map { _ in generator.noise(40_960) }
      let (outputs, ended) = render(
        inputs, through: bank(banks[0], plan),
        swaps: [
          100: FilterSwap(bank(banks[1], plan), fadeFrames: 64, curve: .equalPower),
          20_480 / plan.blockFrames: FilterSwap(bank(banks[2], plan), fadeFrames: 1),
        ])
      #expect(ended.count == 2)
      let end = try #require(ended.last)
      let wanted = referenceOutputs(inputs, banks[2])
      for channel in 0..<2 {
        #expect(
          signalToErrorDecibels(
            Array(wanted[channel][end...]), Array(outputs[channel][end...])) >= 130)
      }
    }
  }

  /// A sine that halves: whatever is heard away from its own frequency comes from the swap.
  @Test(arguments: ConvolverAccuracyTests.plans)
  func `a swap on a sine leaves no click`(_ plan: PartitionPlan) {
    let taps = (0..<plan.tapCapacity).map { Sample(exp(-6 * Double($0) / 3000) / 500) }
    func mono(_ gain: Sample) -> FilterBank {
      bank(
        ImpulseMatrix(
          inputCount: 1, outputCount: 1,
          paths: [.init(input: 0, output: 0, taps: taps.map { $0 * gain })]), plan)
    }
    let sine = (0..<49_152).map { Sample(0.5 * sin(2 * Double.pi * 997 * Double($0) / 48_000)) }
    let start = 16_384 / plan.blockFrames
    let (outputs, ended) = render(
      [sine], through: mono(1), swaps: [start: FilterSwap(mono(0.5), fadeFrames: 960)])
    #expect(ended.count == 1)
    let around = Array(outputs[0][12_288..<45_056])
    let loudest =
      stride(from: 6000.0, through: 20_000, by: 1500).map {
        level(of: $0, in: around)
      }.max() ?? 0
    #expect(loudest <= -110, "\(loudest) dBFS, \(plan)")
  }

  @Test func `a bank with another plan or other inputs does not fit`() {
    var generator = SeededGenerator(seed: 23)
    let plan = PartitionPlan.uniform(blockFrames: 64, tapCount: 300)
    let running = bank(crossed(&generator, 300), plan)
    let longer = PartitionPlan.uniform(blockFrames: 64, tapCount: 400)
    #expect(!FilterSwap(bank(crossed(&generator, 300), longer)).fits(running))
    let half = ImpulseMatrix(
      inputCount: 2, outputCount: 2, paths: [.init(input: 0, output: 0, taps: [1, 2])])
    #expect(!FilterSwap(bank(half, plan)).fits(running))
  }

  /// Level of one frequency at 48 kHz through a four-term Blackman-Harris window, whose own side
  /// lobes stay below -92 dB of a *sine*; far from 997 Hz they are far below that.
  private func level(of frequency: Double, in samples: [Sample]) -> Double {
    var re = 0.0, im = 0.0, gain = 0.0
    for (frame, sample) in samples.enumerated() {
      let turn = 2 * Double.pi * Double(frame) / Double(samples.count)
      let window =
        0.35875 - 0.48829 * cos(turn) + 0.14128 * cos(2 * turn) - 0.01168 * cos(3 * turn)
      let angle = 2 * Double.pi * frequency * Double(frame) / 48_000
      re += Double(sample) * window * cos(angle)
      im -= Double(sample) * window * sin(angle)
      gain += window
    }
    return 20 * log10(2 * (re * re + im * im).squareRoot() / gain)
  }
}

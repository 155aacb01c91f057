import Convolution
import Realtime
import Testing
import TestSupport

@testable import Engine

/// A matrix with gaps, and responses of several lengths.
private func matrix(_ inputs: Int, _ outputs: Int, taps: Int) -> ImpulseMatrix {
  let pairs = (0..<inputs).flatMap { input in (0..<outputs).map { (input, $0) } }
  return ImpulseMatrix(
    inputCount: inputs, outputCount: outputs,
    paths: pairs.filter { ($0.0 * 5 + $0.1 * 3) % 7 != 0 }.map { input, output in
      let count = taps - (input + output) % 3 * taps / 4
      return .init(
        input: input, output: output,
        taps: noise(count, seed: UInt64(input * outputs + output), level: 0.01))
    })
}

private func chain(_ matrix: ImpulseMatrix) -> Chain {
  Chain(
    inputCount: matrix.inputCount,
    stages: [
      .route(
        .init(
          outputs: (0..<matrix.outputCount).map { [.init(input: $0 % matrix.inputCount, gain: 1)] })
      ),
      .convolve(
        .init(
          inputs: Array(0..<matrix.inputCount), outputs: Array(0..<matrix.outputCount),
          matrix: matrix)),
    ])
}

/// Blocks of noise, planar.
private func noise(_ block: Int, channels: Int) -> [Float] {
  noise(channels * 64, seed: UInt64(block), level: 1)
}

private func count(_ counter: borrowing AtomicCounter) -> Int { counter.value }

/// Patience that no test outlasts.
private let forEver = Int.max / 2

private func split(_ threads: Int) -> OutputSplit {
  var split = OutputSplit(threadCount: threads, priority: nil, patienceNanoseconds: forEver)
  split.worthNanoseconds = 0
  return split
}

private func uniform(_ matrix: ImpulseMatrix) -> PartitionPlan {
  .uniform(blockFrames: 64, tapCount: matrix.tapCount)
}

@Suite struct OutputSplitTests {
  @Test(arguments: [2, 3, 8])
  func `every output has the bits of one thread`(_ threads: Int) {
    let chain = chain(matrix(5, 7, taps: 3000))
    let planner = { Planner().plan($0, blockFrames: 64) }
    var one = RenderEngine(chain, blockFrames: 64, planner: planner)
    var several = RenderEngine(chain, blockFrames: 64, split: split(threads), planner: planner)
    let helpers = several.helperScheduling.count
    #expect(helpers == min(threads, 4) - 1)
    var expected = [Float](repeating: 0, count: 7 * 64), found = expected
    var different = 0
    for block in 0..<150 {
      let input = noise(block, channels: 5)
      one.render(input, into: &expected)
      several.render(input, into: &found)
      different += zip(expected, found).count { $0.bitPattern != $1.bitPattern }
    }
    #expect(different == 0)
    let late = count(several.lateHelpers())
    #expect(late == 0)
  }

  @Test func `small convolutions stay on the audio thread`() {
    var split = split(2)
    split.worthNanoseconds = 1e9
    let engine = RenderEngine(
      chain(matrix(4, 4, taps: 500)), blockFrames: 64, split: split, planner: uniform)
    let helpers = engine.helperScheduling
    #expect(helpers.isEmpty)
  }

  @Test func `a past is forgotten by all threads`() {
    let chain = chain(matrix(4, 4, taps: 500))
    var fresh = RenderEngine(chain, blockFrames: 64, planner: uniform)
    var used = RenderEngine(chain, blockFrames: 64, split: split(2), planner: uniform)
    var expected = [Float](repeating: 0, count: 4 * 64), found = expected
    for block in 0..<20 { used.render(noise(block, channels: 4), into: &found) }
    used.reset()
    var different = 0
    for block in 20..<40 {
      fresh.render(noise(block, channels: 4), into: &expected)
      used.render(noise(block, channels: 4), into: &found)
      different += zip(expected, found).count { $0.bitPattern != $1.bitPattern }
    }
    #expect(different == 0)
  }

  @Test func `another chain takes over with threads of its own`() {
    var engine = RenderEngine(
      chain(matrix(4, 4, taps: 500)), blockFrames: 64, split: split(2), planner: uniform)
    let control = engine.control(planner: uniform)
    let next = chain(matrix(4, 4, taps: 300))
    let transition = control.change(to: next)
    #expect(transition == .engine)
    var fresh = RenderEngine(next, blockFrames: 64, planner: uniform)
    var expected = [Float](repeating: 0, count: 4 * 64), found = expected
    var different = 0
    for block in 0..<80 {
      fresh.render(noise(block, channels: 4), into: &expected)
      engine.render(noise(block, channels: 4), into: &found)
      // The fade and the old tail are through, and its input is forgotten.
      if block < 60 { continue }
      different += zip(expected, found).count { abs($0 - $1) > 1e-5 }
    }
    #expect(different == 0)
    let helpers = engine.helperScheduling
    #expect(helpers.count == 1)
  }
}

/// Of two outputs the first on the audio thread, the second on a share that nobody serves at first.
@Suite struct LateShareTests {
  private let matrix = ImpulseMatrix(
    inputCount: 1, outputCount: 2,
    paths: [0, 1].map { output in
      .init(input: 0, output: output, taps: (0..<150).map { 1 / Float(1 + $0 + output) })
    })

  private func bank(_ output: Int) -> FilterBank {
    let path = matrix.paths[output]
    let half = ImpulseMatrix(
      inputCount: 1, outputCount: 1, paths: [.init(input: 0, output: 0, taps: path.taps)])
    return FilterBank(half, plan: uniform(half))
  }

  private func expected(_ blocks: Range<Int>, _ output: Int) -> [Float] {
    var convolver = PartitionedConvolver(bank(output))
    var sound = [Float](repeating: 0, count: 64)
    for block in blocks { convolver.render(noise(block, channels: 1), into: &sound) }
    return sound
  }

  private func isSame(_ a: [Float], _ b: ArraySlice<Float>) -> Bool {
    a.map(\.bitPattern) == b.map(\.bitPattern)
  }

  @Test func `what is late is silent and counted, and heard again once it is through`() throws {
    let late = AtomicCounter()
    let share = try Share([1], bank: bank(1))
    var split = SplitConvolver(
      [0], bank: bank(0), others: [share], patienceNanoseconds: 0, late: late.share())
    var sound = [Float](repeating: .nan, count: 128)
    for block in 0..<3 { split.render(noise(block, channels: 1), into: &sound) }
    #expect(isSame(expected(0..<3, 0), sound[..<64]))
    #expect(sound[64...].allSatisfy { $0 == 0 })
    do {
      let missed = late.value
      #expect(missed == 3)
    }

    _ = try share.start(number: 1, priority: nil)
    split.patienceNanoseconds = forEver
    split.render(noise(3, channels: 1), into: &sound)
    #expect(isSame(expected(0..<4, 1), sound[64...]))
    do {
      let missed = late.value
      #expect(missed == 3)
    }
  }

  @Test func `blocks that there is no room for are lost, and the rest is right`() throws {
    let late = AtomicCounter()
    let share = try Share([1], bank: bank(1))
    var split = SplitConvolver(
      [0], bank: bank(0), others: [share], patienceNanoseconds: forEver, late: late.share())
    var sound = [Float](repeating: .nan, count: 128)
    split.patienceNanoseconds = 0
    for block in 0..<6 { split.render(noise(block, channels: 1), into: &sound) }
    while share.serve() {}
    do {
      let missed = late.value
      #expect(missed == 6)
    }

    // A queue's worth was kept: as if the lost blocks had never been.
    _ = try share.start(number: 1, priority: nil)
    split.patienceNanoseconds = forEver
    for block in 6..<12 { split.render(noise(block, channels: 1), into: &sound) }
    #expect(isSame(expected(6..<12, 1), sound[64...]))
    #expect(isSame(expected(0..<12, 0), sound[..<64]))
  }
}

import Convolution
import Engine
import Testing
import TestSupport

#if canImport(Glibc)
  import Glibc
#endif

@Suite struct EngineChangeTests {
  private static let block = 64
  private let planner: (ImpulseMatrix) -> PartitionPlan = {
    Planner().plan($0, blockFrames: block)
  }

  private func taps(_ count: Int, seed: Int) -> [Float] {
    (0..<count).map { Float((($0 * 7919 + seed * 104_729) % 2000) - 1000) / 20_000 }
  }

  private func chain(_ taps: [Float], gain: Float = 1) -> Chain {
    let matrix = ImpulseMatrix(
      inputCount: 1, outputCount: 1, paths: [.init(input: 0, output: 0, taps: taps)])
    return Chain(
      inputCount: 1,
      stages: [
        .convolve(.init(inputs: [0], outputs: [0], matrix: matrix)), .gain([gain]),
      ])
  }

  /// Renders a signal; `changes` are asked for before the given blocks.
  private func render(
    _ input: [Float], from first: Chain, changes: [(block: Int, to: Chain)]
  ) -> (output: [Float], transitions: [EngineControl.Transition]) {
    var engine = RenderEngine(first, blockFrames: Self.block, planner: planner)
    let control = engine.control(planner: planner)
    var transitions: [EngineControl.Transition] = []
    var output: [Float] = []
    var rendered = [Float](repeating: .nan, count: Self.block)
    for index in 0..<input.count / Self.block {
      for change in changes where change.block == index {
        transitions.append(control.change(to: change.to))
      }
      engine.render(
        Array(input[index * Self.block..<(index + 1) * Self.block]), into: &rendered)
      output += rendered
    }
    control.collect()
    return (output, transitions)
  }

  private func reference(_ input: [Float], _ taps: [Float], gain: Double = 1) -> [Double] {
    Reference.convolve(input.map(Double.init), taps.map(Double.init)).prefix(input.count).map {
      $0 * gain
    }
  }

  private func decibels(_ wanted: ArraySlice<Double>, _ found: ArraySlice<Float>) -> Double {
    var signal = 0.0
    var error = 0.0
    for (w, f) in zip(wanted, found) {
      signal += w * w
      error += (w - Double(f)) * (w - Double(f))
    }
    return error == 0 ? .infinity : 10 * log10(signal / error)
  }

  @Test func `new taps for the same partitions change filters and keep the history`() {
    let input = noise(32_768, seed: 99, level: 1), a = taps(3000, seed: 1), b = taps(2950, seed: 2)
    let (output, transitions) = render(
      input, from: chain(a), changes: [(block: 100, to: chain(b))])
    #expect(transitions == [.filters(1)])
    #expect(decibels(reference(input, a)[..<6400], output[..<6400]) >= 130)
    #expect(decibels(reference(input, b)[16_000...], output[16_000...]) >= 130)
  }

  @Test func `another length or gain changes the engine, and the old one rings out`() {
    let input = noise(32_768, seed: 99, level: 1), a = taps(3000, seed: 1), b = taps(9000, seed: 2)
    let (output, transitions) = render(
      input, from: chain(a), changes: [(block: 100, to: chain(b, gain: 0.5))])
    #expect(transitions == [.engine])
    #expect(decibels(reference(input, a)[..<6400], output[..<6400]) >= 130)
    // From where the new engine has heard all that reaches the output.
    let settled = 6400 + 960 + 9000
    #expect(
      decibels(reference(input, b, gain: 0.5)[settled...], output[settled...]) >= 130)
  }

  @Test func `a handover between like engines is not heard`() {
    // The extra channel of routing makes the plans differ, not the sound.
    let a = taps(3000, seed: 1), input = noise(32_768, seed: 99, level: 1)
    let same = Chain(
      inputCount: 1,
      stages: chain(a).stages + [.route(.init(outputs: [[.init(input: 0, gain: 1)]]))])
    let (output, transitions) = render(input, from: chain(a), changes: [(block: 100, to: same)])
    #expect(transitions == [.engine])
    #expect(decibels(reference(input, a)[...], output[...]) >= 125)
  }

  @Test func `the same chain changes nothing`() {
    let a = chain(taps(500, seed: 1))
    #expect(
      render(noise(6400, seed: 99, level: 1), from: a, changes: [(block: 3, to: a)]).transitions
        == [.none])
  }

  @Test(arguments: 0..<4)
  func `a storm of changes ends in the newest`(_ seed: Int) {
    let input = noise(65_536, seed: 99, level: 1)
    let lengths = [3000, 2900, 7000, 6900]
    let changes = (0..<200).map { step in
      (
        block: 10 + step * (seed + 1) / 2,
        to: chain(taps(lengths[(step * 7 + seed) % 4], seed: step % 5))
      )
    }
    let last = taps(3000, seed: 77)
    let (output, _) = render(
      input, from: chain(taps(3000, seed: 1)), changes: changes + [(block: 500, to: chain(last))])
    #expect(decibels(reference(input, last)[60_000...], output[60_000...]) >= 130)
  }

  @Test func `gain and bypass are ramps that end exactly`() {
    let input = [Float](repeating: 0.5, count: 16_384)
    var engine = RenderEngine(
      Chain(inputCount: 1, stages: [.gain([0.25])]), blockFrames: Self.block, planner: planner)
    let dials = engine.dials()
    var output: [Float] = []
    var rendered = [Float](repeating: .nan, count: Self.block)
    for index in 0..<input.count / Self.block {
      if index == 20 { dials.gain = 0.5 }
      if index == 100 { dials.bypass = .on }
      if index == 180 { dials.bypass = .off }
      engine.render(Array(input[..<Self.block]), into: &rendered)
      output += rendered
    }
    func settled(_ block: Int) -> Float { output[block * Self.block] }
    #expect([19, 60, 140, 250].map(settled) == [0.125, 0.0625, 0.25, 0.0625])
    let steps = zip(output, output.dropFirst()).map { abs($0 - $1) }
    #expect(steps.max() ?? 1 < 0.0004)
  }

  @Test func `an engine with other channels out than in cannot be bypassed`() {
    let split = RouteStage(outputs: [[.init(input: 0, gain: 1)], [.init(input: 0, gain: 1)]])
    let engine = RenderEngine(
      Chain(inputCount: 1, stages: [.route(split)]), blockFrames: 64, planner: planner)
    #expect(engine.dials().canBypass == false)
  }

  @Test func `the first block, and the first after a reset, is at the level that was set before`() {
    let input = [Float](repeating: 1, count: Self.block)
    var engine = RenderEngine(
      Chain(inputCount: 1, stages: [.gain([1])]), blockFrames: Self.block, planner: planner)
    let dials = engine.dials()
    var rendered = [Float](repeating: .nan, count: Self.block)
    dials.gain = 0.001
    engine.render(input, into: &rendered)
    #expect(rendered.max() == 0.001)
    dials.gain = 0
    engine.reset()
    engine.render(input, into: &rendered)
    #expect(rendered.max() == 0)
  }

  @Test func `the bypassed input has its own level`() {
    let input = [Float](repeating: 1, count: Self.block)
    var engine = RenderEngine(
      Chain(inputCount: 1, stages: [.gain([0.25])]), blockFrames: Self.block, planner: planner)
    let dials = engine.dials()
    var rendered = [Float](repeating: .nan, count: Self.block)
    dials.bypassGain = 0.5
    dials.bypass = .on
    dials.gain = 0.5
    engine.render(input, into: &rendered)
    #expect(rendered.min() == 0.25)
    #expect(rendered.max() == 0.25)
  }

  @Test func `whatever is on its way when the engine goes is freed once`() async {
    // Freed twice or not at all ends the process or shows in the leak checker.
    await #expect(processExitsWith: .success) {
      let tests = EngineChangeTests()
      for block in 0..<40 {
        _ = tests.render(
          noise(64 * 40, seed: 99, level: 1), from: tests.chain(tests.taps(500, seed: 1)),
          changes: [
            (block: 5, to: tests.chain(tests.taps(500, seed: 2))),
            (block: block, to: tests.chain(tests.taps(900, seed: 3))),
            (block: 39, to: tests.chain(tests.taps(500, seed: 4))),
          ])
      }
    }
  }
}

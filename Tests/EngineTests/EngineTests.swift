import Convolution
import Testing
import TestSupport

@testable import Engine

private func uniform(_ block: Int) -> (ImpulseMatrix) -> PartitionPlan {
  { .uniform(blockFrames: block, tapCount: max($0.tapCount, 1)) }
}

/// Renders planar channels, a multiple of 64 frames long.
private func render(_ chain: Chain, _ channels: [[Float]]) -> [[Float]] {
  var engine = RenderEngine(chain, blockFrames: 64, planner: uniform(64))
  var outputs = [[Float]](repeating: [], count: chain.outputCount)
  var output = [Float](repeating: .nan, count: chain.outputCount * 64)
  for first in stride(from: 0, to: channels[0].count, by: 64) {
    let input = channels.flatMap { $0[first..<first + 64] }
    engine.render(input, into: &output)
    for channel in outputs.indices { outputs[channel] += output[channel * 64..<channel * 64 + 64] }
  }
  return outputs
}

@Suite struct EngineTests {
  /// Every kind of number that a float file can hold, and the two zeros.
  private let signal: [Float] = (0..<128).map { frame in
    switch frame % 8 {
    case 0: -0.0
    case 1: Float.leastNormalMagnitude
    case 2: 1.0 / 3
    case 3: -Float.greatestFiniteMagnitude
    default: Float(frame) * 1e-3 - 0.04
    }
  }

  @Test func `an empty chain passes every bit`() {
    #expect(isSame(render(Chain(inputCount: 1, stages: []), [signal]), [signal]))
  }

  @Test func `a unit impulse passes every bit`() throws {
    let impulse = try ImpulseLayout.mono.matrix(impulses: [[1, 0, 0]], channels: 2)
    let chain = Chain(
      inputCount: 2, stages: [.convolve(.init(inputs: [0, 1], outputs: [0, 1], matrix: impulse))])
    let other = signal.reversed() as [Float]
    #expect(isSame(render(chain, [signal, other]), [signal, other]))
  }

  @Test func `gains multiply their own channel`() {
    let found = render(Chain(inputCount: 2, stages: [.gain([0.5, -2])]), [signal, signal])
    #expect(isSame(found, [signal.map { $0 * 0.5 }, signal.map { $0 * -2 }]))
  }

  @Test func `routing sums, splits and silences`() {
    let a = (0..<64).map { Float($0) }, b = (0..<64).map { Float(100 * $0) }
    let route = RouteStage(outputs: [
      [.init(input: 1, gain: 1)], [.init(input: 0, gain: 1), .init(input: 1, gain: -1)], [],
    ])
    let found = render(Chain(inputCount: 2, stages: [.route(route)]), [a, b])
    #expect(isSame(found, [b, zip(a, b).map { $0 - $1 }, [Float](repeating: 0, count: 64)]))
  }

  @Test func `channels outside a convolution pass every bit`() {
    let taps: [Float] = [0.5, 0.25, 0.125]
    let matrix = ImpulseMatrix(
      inputCount: 1, outputCount: 1, paths: [.init(input: 0, output: 0, taps: taps)])
    let chain = Chain(
      inputCount: 3, stages: [.convolve(.init(inputs: [1], outputs: [1], matrix: matrix))])
    let found = render(chain, [signal, (0..<128).map { $0 == 70 ? 1 : 0 }, signal])
    #expect(isSame([found[0], found[2]], [signal, signal]))
    for (frame, tap) in taps.enumerated() { #expect(abs(found[1][70 + frame] - tap) < 1e-6) }
  }

  @Test func `stages follow each other in order`() throws {
    let decay = try ImpulseLayout.mono.matrix(impulses: [[0, 1]], channels: 1)
    let chain = Chain(
      inputCount: 1,
      stages: [
        .route(.init(outputs: [[.init(input: 0, gain: 2)], [.init(input: 0, gain: 3)]])),
        .convolve(.init(inputs: [0], outputs: [0], matrix: decay)),
        .gain([10, 100]),
        .route(.init(outputs: [[.init(input: 0, gain: 1), .init(input: 1, gain: 1)]])),
      ])
    var impulse = [Float](repeating: 0, count: 64)
    impulse[5] = 1
    let found = render(chain, [impulse])[0]
    #expect(abs(found[5] - 300) < 1e-3)
    #expect(abs(found[6] - 20) < 1e-3)
    #expect(chain.tailFrames == 1)
  }

  @Test func `a convolution may feed other channels than it reads`() {
    let matrix = ImpulseMatrix(
      inputCount: 2, outputCount: 1,
      paths: [.init(input: 0, output: 0, taps: [1]), .init(input: 1, output: 0, taps: [0, 1])])
    let chain = Chain(
      inputCount: 3, stages: [.convolve(.init(inputs: [0, 1], outputs: [2], matrix: matrix))])
    var a = [Float](repeating: 0, count: 64), b = a
    a[3] = 1
    b[3] = 0.5
    let found = render(chain, [a, b, a])
    #expect(isSame([found[0], found[1]], [a, b]))
    #expect(abs(found[2][3] - 1) < 1e-6 && abs(found[2][4] - 0.5) < 1e-6)
  }

  @Test func `wet, dry and predelay become taps`() throws {
    let matrix = try ImpulseLayout.mono.matrix(impulses: [[1, 0.5]], channels: 1)
    let mixed = WetDry(wet: 0.5, dry: 2, predelayFrames: 3).applied(to: matrix)
    #expect(mixed.paths.map(\.taps) == [[2, 0, 0, 0.5, 0.25]])
    #expect(WetDry().applied(to: matrix) == matrix)
  }

  @Test func `the worst case of an output is the sum of all taps that reach it`() throws {
    let matrix = try ImpulseLayout.trueStereo.matrix(
      impulses: [[1, -1], [0.5], [0.25], [2, 2, -2]], channels: 2)
    #expect(Headroom.worstCaseGains(matrix) == [2.25, 6.5])
    #expect(Headroom.safeGain(matrix) == Float(1 / 6.5))
  }
}

@Suite struct ImpulseLayoutTests {
  @Test(arguments: [
    (1, 1, ImpulseLayout.mono), (1, 2, .mono), (2, 2, .diagonal), (4, 2, .trueStereo),
    (4, 4, .diagonal), (8, 8, .diagonal), (64, 8, .matrix), (9, 3, .matrix),
  ])
  func `channel counts decide the layout`(
    _ impulses: Int, _ channels: Int, _ wanted: ImpulseLayout
  ) throws {
    #expect(
      try ImpulseLayout.auto.resolved(impulseChannels: impulses, channels: channels) == wanted)
  }

  @Test func `counts that fit nothing name what fits`() {
    let error = #expect(throws: ImpulseLayoutError.self) {
      try ImpulseLayout.auto.resolved(impulseChannels: 3, channels: 2)
    }
    #expect(
      error?.description == """
        3 channels of impulse response do not fit 2 channels of sound in layout auto: use \
        1 (mono), 2 (diagonal), 4 (true-stereo) or 4 (matrix)
        """)
  }

  @Test func `a true stereo file crosses in the order LL LR RL RR`() throws {
    let matrix = try ImpulseLayout.auto.matrix(impulses: [[1], [2], [3], [4]], channels: 2)
    #expect(
      matrix.paths.map { [$0.input, $0.output, Int($0.taps[0])] } == [
        [0, 0, 1], [0, 1, 2], [1, 0, 3], [1, 1, 4],
      ])
  }
}

import Convolution
import Engine
import SignalProcessing
import Testing
import TestSupport

@Suite struct CombinedMatrixTests {
  /// What comes out for an impulse on one input.
  private func impulseResponses(_ chain: Chain, input: Int, frames: Int) -> [[Float]] {
    var engine = RenderEngine(chain, blockFrames: frames) {
      .uniform(blockFrames: frames, tapCount: max($0.tapCount, 1))
    }
    var sound = [Float](repeating: 0, count: chain.inputCount * frames)
    sound[input * frames] = 1
    var output = [Float](repeating: .nan, count: chain.outputCount * frames)
    engine.render(sound, into: &output)
    return (0..<chain.outputCount).map { Array(output[$0 * frames..<($0 + 1) * frames]) }
  }

  private func expectSame(_ chain: Chain, frames: Int) {
    let matrix = chain.combinedMatrix()
    #expect(matrix.inputCount == chain.inputCount && matrix.outputCount == chain.outputCount)
    for input in 0..<chain.inputCount {
      let found = impulseResponses(chain, input: input, frames: frames)
      for output in 0..<chain.outputCount {
        let path = matrix.paths.first { $0.input == input && $0.output == output }?.taps ?? []
        let error = found[output].enumerated().map { frame, sample in
          abs(sample - (frame < path.count ? path[frame] : 0))
        }.max()
        #expect((error ?? 1) < 1e-5, "from \(input) to \(output)")
      }
    }
  }

  @Test func `an empty chain is a wire per channel`() {
    let wires = (0..<2).map { ImpulseMatrix.Path(input: $0, output: $0, taps: [1]) }
    #expect(Chain(inputCount: 2, stages: []).combinedMatrix().paths == wires)
  }

  @Test func `two convolutions, gains and a route become one matrix`() throws {
    let room = try ImpulseLayout.trueStereo.matrix(
      impulses: (1...4).map { noise(40, seed: $0, level: 1).map(Double.init) }, channels: 2)
    let correction = ImpulseMatrix(
      inputCount: 1, outputCount: 1,
      paths: [.init(input: 0, output: 0, taps: noise(33, seed: 9, level: 1))])
    let chain = Chain(
      inputCount: 2,
      stages: [
        .convolve(.init(inputs: [0, 1], outputs: [0, 1], matrix: room)),
        .gain([0.5, -2]),
        .convolve(.init(inputs: [1], outputs: [1], matrix: correction)),
        .route(
          .init(outputs: [
            [.init(input: 1, gain: 1)], [.init(input: 0, gain: 1), .init(input: 1, gain: -1)], [],
          ])),
      ])
    expectSame(chain, frames: 128)
    #expect(chain.combinedMatrix().tapCount == 72)
    #expect(!chain.combinedMatrix().paths.contains { $0.output == 2 })
  }

  @Test func `recursive filters, delays and limiters below their ceiling are part of the matrix`() {
    let sections = [
      BiquadSection(
        EqualizerBand(shape: .peak, cyclesPerFrame: 0.05, gainDecibels: 6, quality: 3)),
      BiquadSection(EqualizerBand(shape: .lowPass, cyclesPerFrame: 0.2, quality: 0.7)),
    ]
    let chain = Chain(
      inputCount: 2,
      stages: [
        .filter(.init(sections: [sections, []])), .delay(.init(frames: [3.3, 100])),
        .limiter(.init(groups: [[1]], ceiling: 2, lookAheadFrames: 30, releaseFrames: 10)),
        .route(
          .init(outputs: [
            [.init(input: 1, gain: 1), .init(input: 0, gain: -1)], [.init(input: 0, gain: 0.5)],
          ])),
      ])
    expectSame(chain, frames: 1024)
    #expect(chain.latencyFrames == 58)
  }

  @Test func `a single convolution keeps every bit of its taps`() throws {
    let taps = [noise(100, seed: 1, level: 1), noise(100, seed: 2, level: 1)].map {
      $0.map(Double.init)
    }
    let matrix = try ImpulseLayout.diagonal.matrix(impulses: taps, channels: 2)
    let stage = ConvolveStage(inputs: [0, 1], outputs: [0, 1], matrix: matrix)
    let combined = Chain(inputCount: 2, stages: [.convolve(stage)]).combinedMatrix()
    let isSame = combined == matrix
    #expect(isSame)
  }
}

internal import Convolution
internal import Engine
internal import SimulatedDevices

/// A true-stereo convolution with random taps, on the third and fourth channel; the first two carry the
/// numbers past it.
package struct SoundFilter: Equatable, Sendable {
  package let tapCount: Int
  /// From the first input to both outputs, then from the second.
  let paths: [[Float]]
  /// Partitions of growing size, as the daemon plays, or of one size.
  let isPlanned: Bool

  /// Drawn from a seed.
  ///
  /// - Parameter sampleRate: at high rates fewer taps are drawn: a life has more frames.
  init(seed: UInt64, sampleRate: Int) {
    var generator = SeededGenerator(seed: seed, purpose: .subject)
    let most = sampleRate > 16_000 ? 64 : generator.chance(0.1) ? 3000 : 512
    let count = generator.within(1...most)
    tapCount = count
    isPlanned = generator.chance(0.7)
    paths = (0..<4).map { _ in
      // No output can exceed full scale.
      (0..<count).map { _ in Float(generator.within(-1, 1) / Double(count)) }
    }
  }

  /// What the session plays through.
  var chain: Chain {
    let matrix = ImpulseMatrix(
      inputCount: 2, outputCount: 2,
      paths: paths.enumerated().map { index, taps in
        .init(input: index / 2, output: index % 2, taps: taps)
      })
    return Chain(
      inputCount: 4,
      stages: [.convolve(ConvolveStage(inputs: [2, 3], outputs: [2, 3], matrix: matrix))])
  }

  func plan(_ matrix: ImpulseMatrix, blockFrames: Int) -> PartitionPlan {
    isPlanned
      ? Planner(costs: .typical, goal: .live).plan(matrix, blockFrames: blockFrames)
      : .uniform(blockFrames: blockFrames, tapCount: matrix.tapCount)
  }
}

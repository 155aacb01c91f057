public import Convolution

/// How much of the convolved and of the untouched sound is heard, as part of the impulse response.
public struct WetDry: Equatable, Sendable {
  /// Linear factor of the convolved sound.
  public var wet: Sample
  /// Linear factor of the untouched sound; 0 leaves it out.
  public var dry: Sample
  /// Frames that the convolved sound comes later.
  public var predelayFrames: Int

  /// Frames that the untouched sound comes later.
  public var dryDelayFrames: Int

  public init(
    wet: Sample = 1, dry: Sample = 0, predelayFrames: Int = 0, dryDelayFrames: Int = 0
  ) {
    precondition(predelayFrames >= 0 && dryDelayFrames >= 0)
    self.dryDelayFrames = dryDelayFrames
    self.wet = wet
    self.dry = dry
    self.predelayFrames = predelayFrames
  }

  /// Makes both sounds louder or softer by a linear factor.
  public mutating func scale(by gain: Sample) {
    wet *= gain
    dry *= gain
  }

  /// The matrix with all of it folded into its taps, which costs nothing at run time.
  ///
  /// The dry sound goes from each input to the output of the same number; from a single input to
  /// every output.
  public func applied(to matrix: ImpulseMatrix) -> ImpulseMatrix {
    if wet == 1 && dry == 0 && predelayFrames == 0 { return matrix }
    var paths = matrix.paths.map { path in
      ImpulseMatrix.Path(
        input: path.input, output: path.output,
        taps: [Sample](repeating: 0, count: predelayFrames) + path.taps.map { $0 * wet })
    }
    if dry != 0 {
      for (input, output) in Self.dryPairs(of: matrix) {
        if let index = paths.firstIndex(where: { ($0.input, $0.output) == (input, output) }) {
          let missing = dryDelayFrames + 1 - paths[index].taps.count
          paths[index].taps += [Sample](repeating: 0, count: max(missing, 0))
          paths[index].taps[dryDelayFrames] += dry
        } else {
          let taps = [Sample](repeating: 0, count: dryDelayFrames) + [dry]
          paths.append(.init(input: input, output: output, taps: taps))
        }
      }
    }
    return ImpulseMatrix(
      inputCount: matrix.inputCount, outputCount: matrix.outputCount, paths: paths)
  }

  private static func dryPairs(of matrix: ImpulseMatrix) -> [(input: Int, output: Int)] {
    matrix.inputCount == 1
      ? (0..<matrix.outputCount).map { (0, $0) }
      : (0..<min(matrix.inputCount, matrix.outputCount)).map { ($0, $0) }
  }
}

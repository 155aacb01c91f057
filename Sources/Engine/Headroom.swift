public import Convolution

/// How loud an output can become.
public enum Headroom {
  /// The largest factor by which any output can exceed full scale: the sum of |h| over all taps of
  /// all paths to it. A full-scale input that knows the taps' signs reaches it.
  ///
  /// - Returns: per output, linear.
  public static func worstCaseGains(_ matrix: ImpulseMatrix) -> [Double] {
    var gains = [Double](repeating: 0, count: matrix.outputCount)
    for path in matrix.paths {
      gains[path.output] += path.taps.reduce(0) { $0 + Double($1.magnitude) }
    }
    return gains
  }

  /// The factor, at most 1, that brings every output's worst case to full scale.
  public static func safeGain(_ matrix: ImpulseMatrix) -> Sample {
    let worst = worstCaseGains(matrix).max() ?? 0
    return worst > 1 ? Sample(1 / worst) : 1
  }
}

public import Convolution

/// How loud the outputs of a matrix can become.
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

  /// All that is to be said about each output's level.
  ///
  /// - Complexity: some transforms per path, see ``ResponsePeak``; outputs with the same taps share
  ///   them. A tenth of a second for ten seconds of response at 48 kHz.
  /// - Thread: control.
  public static func outputs(of matrix: ImpulseMatrix) -> [OutputHeadroom] {
    let worstCases = worstCaseGains(matrix)
    var known: [(taps: [[Sample]], peak: ResponsePeak)] = []
    return worstCases.enumerated().map { output, worstCase in
      let taps = matrix.paths.filter { $0.output == output }.map(\.taps)
      let peak = known.first { $0.taps == taps }?.peak ?? ResponseSearch.peak(taps)
      known.append((taps, peak))
      return OutputHeadroom(
        worstCaseGain: worstCase,
        energy: taps.joined().reduce(0) { $0 + Double($1) * Double($1) }, responsePeak: peak)
    }
  }
}

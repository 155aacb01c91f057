/// The curve of our fades: half a period of a cosine, raised to run from 0 to 1.
///
/// It leaves and arrives with slope 0, so it adds no click at either end, and a fade in plus the
/// fade out of the same length is 1 at each frame. Frames lie in the middle of their share of the
/// curve, so a fade out is the fade in played backwards.
public enum RaisedCosine {
  /// Which way a fade goes.
  public enum Direction: Sendable {
    /// From silence to full level.
    case fadeIn
    /// From full level to silence.
    case fadeOut
  }

  /// Fills `coefficients` with a fade over its whole length.
  ///
  /// - Thread: any, audio included.
  @_noLocks
  public static func fill(
    _ coefficients: UnsafeMutableBufferPointer<Float>, direction: Direction
  ) {
    let step = 1 / Double(coefficients.count)
    for index in 0..<coefficients.count {
      let phase = SIMD8<Double>(repeating: (Double(index) + 0.5) * step)
      let rising = value(at: phase)[0]
      coefficients[index] = Float(direction == .fadeIn ? rising : 1 - rising)
    }
  }

  /// 0.5 - 0.5 cos(π t) for each phase t between 0 and 1, to 4e-12.
  ///
  /// Computed as 0.5 + 0.5 sin(π (t - 0.5)) by the sine's Taylor series to x^15, because the library
  /// function would be slower and, to the compiler, a possible lock. Only + and *: the result does
  /// not depend on how the frames are grouped.
  @_noLocks
  static func value(at phase: SIMD8<Double>) -> SIMD8<Double> {
    let x = (phase - 0.5) * Double.pi
    let x2 = x * x
    var series = SIMD8<Double>(repeating: -1 / 1_307_674_368_000)
    series = series * x2 + 1 / 6_227_020_800
    series = series * x2 - 1 / 39_916_800
    series = series * x2 + 1 / 362_880
    series = series * x2 - 1 / 5_040
    series = series * x2 + 1 / 120
    series = series * x2 - 1 / 6
    series = series * x2 + 1
    return 0.5 + 0.5 * (series * x)
  }
}

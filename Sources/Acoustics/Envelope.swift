internal import SignalProcessing

/// The energy-time curve of a response.
public enum Envelope {
  /// The squared magnitude of the analytic signal, `[frame]`: the power without the oscillation of
  /// its waves.
  ///
  /// - Complexity: two transforms of twice the length.
  /// - Source: Heyser, Journal of the Audio Engineering Society 19 (1971) 902.
  public static func powers(_ taps: [Double]) -> [Double] {
    // Twice the length: the end must not ring into the beginning.
    let transform = FourierTransform(count: FourierTransform.count(holding: 2 * taps.count))
    let count = transform.count
    var real = taps + [Double](repeating: 0, count: count - taps.count)
    var imaginary = [Double](repeating: 0, count: count)
    transform.forward(&real, &imaginary)
    // Positive frequencies doubled, negative ones gone.
    for bin in 1..<count / 2 {
      real[bin] *= 2
      imaginary[bin] *= 2
    }
    for bin in (count / 2 + 1)..<count { (real[bin], imaginary[bin]) = (0, 0) }
    transform.inverse(&real, &imaginary)
    return taps.indices.map { real[$0] * real[$0] + imaginary[$0] * imaginary[$0] }
  }
}

internal import Glibc

/// Finds the taps that have a given magnitude response and the least delay that it allows.
///
/// The logarithm of a minimum-phase response has a causal cepstrum: folding the even one that the
/// magnitude alone gives yields it.
///
/// - Source: Oppenheim and Schafer, Discrete-Time Signal Processing, chapter on the cepstrum.
public enum MinimumPhase {
  /// Lower magnitudes are taken for this one: a logarithm of 0 has no cepstrum.
  private static let floor = 3.16e-8

  /// - Parameter tapCount: taps to return; the last eighth of them is faded out.
  /// - Parameter magnitude: linear, for each frequency in cycles per frame from 0 to 0.5.
  /// - Complexity: two transforms of 16 times as many points. Thread: control.
  public static func taps(count tapCount: Int, magnitude: (Double) -> Double) -> [Double] {
    precondition(tapCount > 0)
    // The cepstrum wraps around; in so many points what wraps has died away.
    let transform = FourierTransform(count: FourierTransform.count(holding: 16 * tapCount))
    let points = transform.count
    var real = [Double](repeating: 0, count: points), imaginary = real
    for bin in 0...points / 2 {
      let level = log(max(magnitude(Double(bin) / Double(points)), floor))
      real[bin] = level
      real[(points - bin) % points] = level
    }
    unfold(transform, &real, &imaginary)
    return faded(Array(real.prefix(tapCount)))
  }

  /// The whole response with these magnitudes and the least delay: N taps, of which the last have
  /// died away if N is large enough.
  ///
  /// - Parameter magnitudes: N/2 + 1 bins from 0 to half the rate, N a power of two.
  public static func response(magnitudes: [Double]) -> [Double] {
    let transform = FourierTransform(count: 2 * (magnitudes.count - 1))
    let lowest = max(floor * (magnitudes.max() ?? 0), .leastNormalMagnitude)
    var real = [Double](repeating: 0, count: transform.count), imaginary = real
    for (bin, magnitude) in magnitudes.enumerated() {
      let level = log(max(magnitude, lowest))
      real[bin] = level
      real[(transform.count - bin) % transform.count] = level
    }
    unfold(transform, &real, &imaginary)
    return real
  }

  /// The phases in radians that magnitudes demand.
  ///
  /// - Parameter powers: squared magnitudes of N/2 + 1 bins from 0 to half the rate, N a power of
  ///   two; in more points less of the cepstrum wraps around.
  public static func phases(ofPowers powers: [Double]) -> [Double] {
    let transform = FourierTransform(count: 2 * (powers.count - 1))
    let loudest = powers.reduce(0, max)
    var real = [Double](repeating: 0, count: transform.count), imaginary = real
    for (bin, power) in powers.enumerated() {
      let level = 0.5 * log(max(power, loudest * floor * floor, .leastNormalMagnitude))
      real[bin] = level
      real[(transform.count - bin) % transform.count] = level
    }
    fold(transform, &real, &imaginary)
    return Array(imaginary.prefix(powers.count))
  }

  /// Turns the logarithms of magnitudes into the response.
  private static func unfold(
    _ transform: FourierTransform, _ real: inout [Double], _ imaginary: inout [Double]
  ) {
    fold(transform, &real, &imaginary)
    for bin in real.indices {
      let level = exp(real[bin])
      (real[bin], imaginary[bin]) = (level * cos(imaginary[bin]), level * sin(imaginary[bin]))
    }
    inverse(transform, &real, &imaginary)
  }

  /// Turns the logarithms of magnitudes into those of the spectrum with the least delay: the
  /// imaginary parts become its phases.
  private static func fold(
    _ transform: FourierTransform, _ real: inout [Double], _ imaginary: inout [Double]
  ) {
    let points = transform.count
    inverse(transform, &real, &imaginary)
    for index in 1..<points / 2 {
      real[index] *= 2
      real[points - index] = 0
    }
    for index in imaginary.indices { imaginary[index] = 0 }
    forward(transform, &real, &imaginary)
  }

  private static func faded(_ taps: [Double]) -> [Double] {
    let fade = taps.count / 8
    var taps = taps
    for frame in 0..<fade {
      let turn = Double.pi * (Double(frame) + 0.5) / Double(fade)
      taps[taps.count - 1 - frame] *= 0.5 - 0.5 * cos(turn)
    }
    return taps
  }

  private static func forward(
    _ transform: FourierTransform, _ real: inout [Double], _ imaginary: inout [Double]
  ) {
    var re = real.mutableSpan, im = imaginary.mutableSpan
    transform.forward(&re, &im)
  }

  private static func inverse(
    _ transform: FourierTransform, _ real: inout [Double], _ imaginary: inout [Double]
  ) {
    var re = real.mutableSpan, im = imaginary.mutableSpan
    transform.inverse(&re, &im)
  }
}

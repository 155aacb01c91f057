internal import Glibc

/// The filter of ``VariableResampler``: a windowed sinc, sampled between the frames.
///
/// Row `r` holds the taps for an output that lies `(r - 1) / phaseCount` frames behind a frame; one
/// row stands before and two after the unit interval, so that a cubic finds its four neighbours
/// everywhere.
///
/// The window is Kaiser's with a stop band of -127 dB and, over 96 taps, a transition of 0.087 of
/// the sample rate: flat up to 0.456 (21.9 kHz at 48 kHz, 20.1 kHz at 44.1 kHz). Source: Kaiser,
/// "Nonrecursive digital filter design using the I0-sinh window function", ISCAS 1974.
enum ResamplingTable {
  /// Taps per output frame. Half of them is the delay: 48 frames are 1 ms at 48 kHz.
  static var tapCount: Int { @_noLocks get { 96 } }
  /// Rows per frame, as a power of two. A cubic between 64 rows errs by -137 dB at most: no more
  /// rows are needed, and these 25 kB stay in the first cache.
  static var phaseBits: UInt64 { @_noLocks get { 6 } }
  static var phaseCount: Int { @_noLocks get { 64 } }
  static var rowCount: Int { @_noLocks get { phaseCount + 3 } }

  /// Where one side lobe of the window is left at -127 dB.
  private static let beta = 13.0

  /// Fills `[rowCount][tapCount]`.
  ///
  /// - Complexity: one sine and one Bessel function per number. Thread: control.
  static func fill(_ table: UnsafeMutablePointer<Float>) {
    for row in 0..<rowCount {
      let phase = Double(row - 1) / Double(phaseCount)
      for tap in 0..<tapCount {
        let distance = Double(tap - (tapCount / 2 - 1)) - phase
        table[row * tapCount + tap] = Float(response(at: distance))
      }
    }
  }

  /// The continuous impulse response, `distance` frames from its middle.
  private static func response(at distance: Double) -> Double {
    // Exact where the phase is a whole frame, so that a ratio of 1 changes no bit.
    if distance == 0 { return 1 }
    if distance == distance.rounded() { return 0 }
    let place = 2 * distance / Double(tapCount)
    if place.magnitude >= 1 { return 0 }
    let window = bessel(beta * (1 - place * place).squareRoot()) / bessel(beta)
    return window * sin(Double.pi * distance) / (Double.pi * distance)
  }

  /// The modified Bessel function of order 0, by its power series.
  private static func bessel(_ x: Double) -> Double {
    var term = 1.0
    var sum = 1.0
    var order = 1.0
    while term > sum * 1e-17 {
      term *= (x / (2 * order)) * (x / (2 * order))
      sum += term
      order += 1
    }
    return sum
  }
}

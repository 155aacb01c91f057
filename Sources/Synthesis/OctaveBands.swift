import Glibc

/// The octave bands that rooms are described in, and the weights that split a spectrum into them.
///
/// The weights of all bands add up to 1 at every frequency. At the edge of two bands one fades into
/// the other along half a cosine over the logarithm of frequency; the first band keeps everything
/// below it and the last everything above.
enum OctaveBands {
  /// The bands' centres in Hz.
  static let centres: [Double] = [125, 250, 500, 1000, 2000, 4000, 8000, 16000]

  /// The width in octaves of the fade from one band to the next.
  ///
  /// Wider fades let a band that decays fast end in the slower decay of its neighbour: over a whole
  /// octave, the reverberation time of the hall at 8 kHz came out 11 % too long.
  private static let fade = 0.5

  /// Below this frequency in Hz no room of this module answers.
  static let lowestFrequency = 30.0

  /// The frequencies in Hz at which the weight of one band is not 0.
  static func range(of band: Int) -> ClosedRange<Double> {
    let reach = exp2(0.5 + fade / 2)
    let lowest = band == 0 ? 0 : centres[band] / reach
    let highest = band == centres.count - 1 ? Double.infinity : centres[band] * reach
    return lowest...highest
  }

  /// The weight of one band at `frequency` in Hz.
  static func weight(of band: Int, at frequency: Double) -> Double {
    guard frequency > 0 else { return band == 0 ? 1 : 0 }
    let position = min(max(log2(frequency / centres[0]), 0), Double(centres.count - 1))
    // From 0 at the fade's beginning to 1 at its end.
    let progress = (abs(position - Double(band)) - 0.5) / fade + 0.5
    return 0.5 + 0.5 * cos(Double.pi * min(max(progress, 0), 1))
  }

  /// A value given per band, interpolated at `frequency` in Hz.
  static func interpolate(_ values: [Double], at frequency: Double) -> Double {
    var sum = 0.0
    for band in values.indices {
      sum += weight(of: band, at: frequency) * values[band]
    }
    return sum
  }
}

import Glibc

/// The octave bands that rooms are described in, and the weights that split a spectrum into them.
///
/// The weights of all bands add up to 1 at every frequency. Each is 1 at its band's centre and
/// falls to 0 at the neighbours' centres along half a cosine over the logarithm of frequency; the
/// first band keeps everything below it and the last everything above. Fades narrower than an
/// octave would leave steps in a hall's late spectrum and bring its measured decay no nearer to
/// what was asked for: that is limited by the measuring filters.
enum OctaveBands {
  /// The bands' centres in Hz.
  static let centres: [Double] = [125, 250, 500, 1000, 2000, 4000, 8000, 16000]

  /// Below this frequency in Hz no room of this module answers.
  static let lowestFrequency = 30.0

  /// The frequencies in Hz at which the weight of one band is not 0.
  static func range(of band: Int) -> ClosedRange<Double> {
    let lowest = band == 0 ? 0 : centres[band] / 2
    let highest = band == centres.count - 1 ? Double.infinity : centres[band] * 2
    return lowest...highest
  }

  /// The weight of one band at `frequency` in Hz.
  static func weight(of band: Int, at frequency: Double) -> Double {
    guard frequency > 0 else { return band == 0 ? 1 : 0 }
    let position = min(max(log2(frequency / centres[0]), 0), Double(centres.count - 1))
    let distance = min(abs(position - Double(band)), 1)
    return 0.5 + 0.5 * cos(Double.pi * distance)
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

internal import Glibc

/// A band of frequencies in which a room is measured.
public struct FrequencyBand: Equatable, Hashable, Sendable {
  /// How wide the bands of a series are; each begins where the one below ends.
  public enum Width: Sendable {
    case octave, thirdOctave

    /// Bands in an octave.
    var perOctave: Double {
      switch self {
      case .octave: 1
      case .thirdOctave: 3
      }
    }

    /// What the standard calls the bands, and the position of the first from 1000 Hz on.
    fileprivate var names: (first: Int, hertz: [Double]) {
      switch self {
      case .octave: (-5, [31.5, 63, 125, 250, 500, 1000, 2000, 4000, 8000, 16000])
      case .thirdOctave:
        (
          -16,
          [
            25, 31.5, 40, 50, 63, 80, 100, 125, 160, 200, 250, 315, 400, 500, 630, 800, 1000, 1250,
            1600, 2000, 2500, 3150, 4000, 5000, 6300, 8000, 10000, 12500, 16000, 20000,
          ]
        )
      }
    }
  }

  /// What the band is called, Hz.
  public let nominalHertz: Double
  /// Its exact middle, Hz: 1000 times a power of 10^0.3, the octave in base ten.
  public let centreHertz: Double
  /// Of the series that it belongs to.
  public let width: Width

  /// Where it begins, Hz.
  public var lowerHertz: Double { centreHertz / edge }
  /// Where it ends, Hz.
  public var upperHertz: Double { centreHertz * edge }
  /// Its extent, Hz.
  public var bandwidthHertz: Double { upperHertz - lowerHertz }

  private var edge: Double { pow(10, 0.15 / width.perOctave) }

  /// All audible bands that a sample rate has room for, from low to high.
  ///
  /// The upper edge stays 4 % below half the rate, where a filter still has its shape.
  ///
  /// - Source: IEC 61260-1.
  public static func all(_ width: Width, sampleRate: Int) -> [FrequencyBand] {
    let (first, names) = width.names
    return names.enumerated().map { index, name in
      FrequencyBand(
        nominalHertz: name,
        centreHertz: 1000 * pow(10, 0.3 * Double(first + index) / width.perOctave), width: width)
    }.filter { $0.upperHertz < 0.48 * Double(sampleRate) }
  }
}

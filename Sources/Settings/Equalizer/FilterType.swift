internal import Glibc

/// The filter types of Equalizer APO and REW that are read. Raw values are their words.
enum FilterType: String, CaseIterable {
  case peak = "PK"
  case lowShelfAtCorner = "LS"
  case lowShelf = "LSC"
  case highShelfAtCorner = "HS"
  case highShelf = "HSC"
  case lowPass = "LP"
  case lowPassOfQuality = "LPQ"
  case highPass = "HP"
  case highPassOfQuality = "HPQ"
  case notch = "NO"
  case allPass = "AP"
  case bandPass = "BP"

  static var all: String { allCases.map(\.rawValue).joined(separator: ", ") }

  var kind: EqualizerSettings.Band.Kind {
    switch self {
    case .peak: .peak
    case .lowShelf, .lowShelfAtCorner: .lowShelf
    case .highShelf, .highShelfAtCorner: .highShelf
    case .lowPass, .lowPassOfQuality: .lowPass
    case .highPass, .highPassOfQuality: .highPass
    case .notch: .notch
    case .allPass: .allPass
    case .bandPass: .bandPass
    }
  }

  var isShelf: Bool { kind == .lowShelf || kind == .highShelf }

  /// Whether a shelf whose width is given counts its frequency where it begins, not in its middle.
  private var isAtCorner: Bool { self == .lowShelfAtCorner || self == .highShelfAtCorner }
}

/// The numbers of one `Filter` line.
struct FilterValues {
  enum Width {
    case quality(Double)
    case octaves(Double)
    /// Decibels per octave.
    case slope(Double)
  }

  var hertz: Double?
  var gain: Double?
  var width: Width?
  /// Where the frequency stands.
  var position: SourcePosition?
  /// Where the line ends.
  var end: SourcePosition?
}

/// What is wrong with a `Filter` line.
struct FilterMistake: Error {
  let message: String
  var position: SourcePosition?
  var hint: String?
}

// Defaults and formulae are those of Equalizer APO 1.4, so that a text sounds as it did there.
extension FilterType {
  /// The band that a line asks for.
  func band(
    _ values: FilterValues, sampleRate: Int
  ) -> Result<EqualizerSettings.Band, FilterMistake> {
    guard let hertz = values.hertz else {
      return .failure(missing("Fc", "Fc 62 Hz", values))
    }
    if let mistake = mistake(in: hertz, values, sampleRate) { return .failure(mistake) }
    guard let gain = kind.hasGain ? values.gain : 0 else {
      return .failure(missing("Gain", "Gain -5.5 dB", values))
    }
    guard let width = width(values, hertz: hertz, gain: gain, sampleRate: sampleRate) else {
      return .failure(missing("Q", "Q 4.2", values))
    }
    guard FilterLimits.quality.contains(width.quality) else {
      return .failure(
        FilterMistake(
          message:
            "the width of the filter comes to a Q of \(width.quality.shown); it must be from 0.01 "
            + "to 1000"))
    }
    let center = hertz * width.centerShare
    if let mistake = mistake(in: center, values, sampleRate) { return .failure(mistake) }
    return .success(
      .init(kind: kind, hertz: center, gainDecibels: gain, quality: width.quality))
  }

  private func missing(_ name: String, _ example: String, _ values: FilterValues) -> FilterMistake {
    FilterMistake(
      message: "the filter \(rawValue) needs \(name)", position: values.end,
      hint: "write, for example, \(example)")
  }

  private func mistake(
    in hertz: Double, _ values: FilterValues, _ sampleRate: Int
  ) -> FilterMistake? {
    if FilterLimits.allows(hertz: hertz, sampleRate: sampleRate) { return nil }
    let allowed = FilterLimits.hertzText(sampleRate: sampleRate)
    let found =
      hertz == values.hertz
      ? "Fc is \(hertz.shown)" : "the shelf's middle is at \(hertz.rounded().shown)"
    return FilterMistake(message: "\(found) Hz; it must be \(allowed)", position: values.position)
  }

  /// Q, and where the middle of the filter lies as a share of its frequency.
  private func width(
    _ values: FilterValues, hertz: Double, gain: Double, sampleRate: Int
  ) -> (quality: Double, centerShare: Double)? {
    switch values.width {
    case .quality(let quality)?:
      return (quality, centerShare(gain, slope: Self.slope(quality: quality, gain: gain)))
    case .octaves(let octaves)?:
      let w = 2 * Double.pi * hertz / Double(sampleRate)
      return (1 / (2 * sinh(0.5 * log(2) * octaves * w / sin(w))), 1)
    case .slope(let decibels)?:
      let slope = decibels / 12
      return (Self.quality(slope: slope, gain: gain), centerShare(gain, slope: slope))
    case nil:
      return defaultQuality(gain: gain).map { ($0, 1) }
    }
  }

  private func defaultQuality(gain: Double) -> Double? {
    switch kind {
    case .lowPass, .highPass:
      self == .lowPass || self == .highPass ? EqualizerSettings.Band.flatQuality : nil
    case .bandPass: EqualizerSettings.Band.flatQuality
    case .lowShelf, .highShelf: Self.quality(slope: 0.9, gain: gain)
    case .notch: 30
    case .peak, .allPass: nil
    }
  }

  /// The cookbook's shelf slope S as a Q.
  private static func quality(slope: Double, gain: Double) -> Double {
    1 / ((root(gain) + 1 / root(gain)) * (1 / slope - 1) + 2).squareRoot()
  }

  private static func slope(quality: Double, gain: Double) -> Double {
    1 / ((1 / (quality * quality) - 2) / (root(gain) + 1 / root(gain)) + 1)
  }

  private static func root(_ gain: Double) -> Double { pow(10, gain / 40) }

  private func centerShare(_ gain: Double, slope: Double) -> Double {
    guard isAtCorner else { return 1 }
    let share = pow(10, gain.magnitude / 80 / slope)
    return kind == .lowShelf ? share : 1 / share
  }
}

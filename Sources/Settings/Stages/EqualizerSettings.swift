/// An equaliser on some channels.
public struct EqualizerSettings: Equatable, Sendable {
  /// Where its bands come from.
  public enum Source: Equatable, Sendable {
    /// The file itself, at least one.
    case bands([Band])
    /// A text of Equalizer APO or REW; see ``EqualizerText``. The path is resolved against the
    /// configuration file's folder, with `{rate}` replaced.
    case file(String)
  }

  /// One band: a recursive filter of second order.
  public struct Band: Equatable, Sendable {
    /// What it does around its frequency. Raw values are the file's words.
    public enum Kind: String, CaseIterable, Sendable {
      case peak
      case lowShelf = "lowshelf"
      case highShelf = "highshelf"
      case lowPass = "lowpass"
      case highPass = "highpass"
      case notch
      case allPass = "allpass"
      case bandPass = "bandpass"

      /// Whether its gain can be chosen.
      var hasGain: Bool { self == .peak || self == .lowShelf || self == .highShelf }
    }

    public var kind: Kind
    /// Hz, at least 1 and below half the rate.
    public var hertz: Double
    /// Decibels, -150 to 40; 0 where the kind has none.
    public var gainDecibels: Double
    /// Q, 0.01 to 1000.
    public var quality: Double

    /// A band of checked numbers.
    public init(kind: Kind, hertz: Double, gainDecibels: Double = 0, quality: Double) {
      self.kind = kind
      self.hertz = hertz
      self.gainDecibels = gainDecibels
      self.quality = quality
    }

    /// The Q of a filter that is flat up to its frequency.
    static let flatQuality = 0.5.squareRoot()
  }

  /// What control calls the stage; different for each stage that has one.
  public var name: String?
  public var source: Source
  /// The channels it acts on, all alike.
  public var channels: [String]

  /// An equaliser on `channels`.
  public init(name: String? = nil, source: Source, channels: [String]) {
    self.name = name
    self.source = source
    self.channels = channels
  }
}

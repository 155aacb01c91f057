/// What a text of Equalizer APO or REW asks for, checked.
///
/// Its lines are `Preamp: -6 dB`, `Filter 1: ON PK Fc 62 Hz Gain -5.5 dB Q 4.2`,
/// `GraphicEQ: 25 -3.2; 40 1.0; …` and comments after `#`. Anything else is a mistake, since a line
/// left out silently is a sound nobody asked for.
public struct EqualizerText: Equatable, Sendable {
  /// One point of a `GraphicEQ` line.
  public struct Point: Equatable, Sendable {
    public var hertz: Double
    public var gainDecibels: Double

    /// A point of checked numbers.
    public init(hertz: Double, gainDecibels: Double) {
      self.hertz = hertz
      self.gainDecibels = gainDecibels
    }
  }

  /// The sum of all `Preamp` lines in decibels.
  public var preampDecibels = 0.0
  /// The `Filter` lines that are on, in order.
  public var bands: [EqualizerSettings.Band] = []
  /// The points of the `GraphicEQ` line at rising frequencies; empty without one.
  public var curve: [Point] = []

  /// The text in the file at `path`.
  ///
  /// - Parameter sampleRate: Hz; every filter must lie below half of it.
  /// - Throws: ``ConfigurationErrors/Kind/unreadable`` if the file is missing, forbidden or not a
  ///   regular file, else as ``parse(text:path:sampleRate:)``.
  /// - Thread: any but audio; waits for the disk.
  public static func load(
    path: String, sampleRate: Int
  ) throws(ConfigurationErrors) -> EqualizerText {
    var findings = Findings(file: path)
    let limit = Configuration.byteLimit
    guard let bytes = FileBytes.read(path, limit: limit, findings: &findings) else {
      throw findings.errors(kind: .unreadable, source: "")
    }
    guard bytes.count <= limit else {
      findings.report("the file has more than \(limit) bytes, the most for an equaliser", at: nil)
      throw findings.errors(source: "")
    }
    // REW writes Latin letters of its own in headings; a repaired sign there harms nothing.
    return try parse(
      text: String(decoding: bytes, as: UTF8.self), path: path, sampleRate: sampleRate)
  }

  /// What `text` asks for.
  ///
  /// - Throws: every mistake at once, each with its line.
  /// - Complexity: linear in the text. Thread: any but audio.
  public static func parse(
    text: String, path: String, sampleRate: Int
  ) throws(ConfigurationErrors) -> EqualizerText {
    var reader = EqualizerTextReader(path: path, sampleRate: sampleRate)
    let equalizer = reader.read(text)
    guard reader.findings.isEmpty else { throw reader.findings.errors(source: text) }
    return equalizer
  }
}

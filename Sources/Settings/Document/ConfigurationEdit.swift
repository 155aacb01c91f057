/// One value of a configuration set to another while the file stays as it is.
public struct ConfigurationEdit: Equatable, Sendable {
  /// Where: a stage's name or a key of the file, then keys and list positions from 0, joined by
  /// points: `reverb.wet`, `audio.period`, `chain.2.gain`, `eq.bands.0.gain`.
  public let path: String
  /// What, in the file's words without quotes: `-12 dB`.
  public let value: String

  /// Sets `path` to `value`; nothing is checked here.
  public init(path: String, value: String) {
    self.path = path
    self.value = value
  }
}

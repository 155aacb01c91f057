/// What a client can have told to it as it happens.
public enum ControlTopic: String, CaseIterable, Sendable {
  /// Levels and load, so many times a second.
  case meters
  /// Phase, volume, mute and generation, when they change.
  case state
  /// The lines of the log.
  case log
}

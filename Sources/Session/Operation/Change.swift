public import Settings

/// What a running service can be asked to become.
public struct Change: Equatable, Sendable {
  /// Where the new configuration comes from.
  public enum Source: Equatable, Sendable {
    /// The file as it is now; edits made since it was loaded are dropped.
    case file
    /// One value laid over what is running.
    case edit(ConfigurationEdit)
  }

  /// Whether the loudest response may rise by more than ``ChangeBuilder/largestRiseDecibels``.
  public enum Rise: Equatable, Sendable { case limited, any }

  public let source: Source
  public let rise: Rise
  /// Milliseconds of the fade where the change is one of taps; `nil` for the usual one.
  public let fadeMilliseconds: Double?

  public init(_ source: Source, rise: Rise = .limited, fadeMilliseconds: Double? = nil) {
    self.source = source
    self.rise = rise
    self.fadeMilliseconds = fadeMilliseconds
  }
}

/// How a change reached the sound.
public enum ChangeEffect: Equatable, Sendable {
  /// What it led to is what was running.
  case none
  /// So many filters were changed over the same history.
  case filters(Int)
  /// A second engine takes over from the first.
  case engine
  /// The sound stops and begins again, with these devices opened anew.
  case restart(Set<DeviceSide>)
}

/// A change that was made.
public struct ChangeReport: Equatable, Sendable {
  /// Counts the configurations that were accepted; the first one is 1.
  public let generation: Int
  public let effect: ChangeEffect
  /// What the configuration does not say by itself, a sentence each.
  public let notes: [String]
}

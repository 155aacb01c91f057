/// Why an output is silent. It sounds when no reason is left.
public struct MuteReasons: OptionSet, Equatable, Sendable {
  public let rawValue: UInt8

  @_noLocks
  public init(rawValue: UInt8) { self.rawValue = rawValue }

  /// It has not begun. An output starts with this reason.
  public static var start: MuteReasons { @_noLocks get { MuteReasons(rawValue: 1) } }
  /// It is about to end.
  public static var stop: MuteReasons { @_noLocks get { MuteReasons(rawValue: 2) } }
  /// Something on the way does not work: a lost device, an engine in trouble.
  public static var fault: MuteReasons { @_noLocks get { MuteReasons(rawValue: 4) } }
  /// The level ran away. Stays until someone releases it.
  public static var latch: MuteReasons { @_noLocks get { MuteReasons(rawValue: 8) } }
  /// Someone asked for it.
  public static var request: MuteReasons { @_noLocks get { MuteReasons(rawValue: 16) } }
}

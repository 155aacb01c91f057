internal import Settings

/// Why a change was not made; what sounded before goes on to the bit.
public struct ChangeRefusal: Error, Equatable, Sendable, CustomStringConvertible {
  /// What a caller can act upon.
  public enum Reason: String, CaseIterable, Sendable {
    /// The configuration file is missing or cannot be read.
    case unreadable
    /// The configuration has mistakes.
    case configuration
    /// An impulse response or an equaliser's text is missing or does not fit.
    case soundFile = "sound_file"
    /// A file did not come within the time that it has.
    case timedOut = "timed_out"
    /// The loudest response would rise too far at once.
    case louder
    /// Too many changes wait already.
    case busy
    /// The daemon is on its way out.
    case stopping
  }

  public let reason: Reason
  /// What a program ends with that started with it.
  public let status: ExitStatus
  /// All mistakes, or one sentence.
  public let message: String

  public init(reason: Reason, status: ExitStatus, message: String) {
    self.reason = reason
    self.status = status
    self.message = message
  }

  init(_ errors: ConfigurationErrors) {
    let isUnreadable = errors.kind == .unreadable
    self.init(
      reason: isUnreadable ? .unreadable : .configuration,
      status: isUnreadable ? .noInput : .configuration, message: errors.description)
  }

  public var description: String { message }
}

public import JSON

/// Why a command was not done, in a word for programs and a sentence for people.
public struct ControlFailure: Error, Equatable, Sendable {
  /// Programs rely on the words: new ones may come, but none changes its meaning.
  public enum Code: String, CaseIterable, Sendable {
    /// The line is no request: no JSON, no object, no command.
    case malformed
    /// More bytes than a line may have.
    case tooLong = "too_long"
    /// A line was begun and not ended.
    case timedOut = "timed_out"
    case tooManyClients = "too_many_clients"
    case unknownCommand = "unknown_command"
    /// One that is missing, unknown, of the wrong type or out of range.
    case invalidArgument = "invalid_argument"
    /// What the arguments name is not part of the running configuration.
    case notFound = "not_found"
    /// The new configuration was refused; the sound goes on with the old one.
    case badConfiguration = "bad_configuration"
    /// The file is missing or unreadable.
    case noFile = "no_file"
    /// The file is damaged, or does not fit.
    case badSound = "bad_sound"
    /// There is no device, or it cannot do this.
    case noDevice = "no_device"
    /// Something else is under way; trying again can help.
    case busy
    /// The client's user may not ask for this.
    case notPermitted = "not_permitted"
    /// The daemon is about to end.
    case stopping
    case `internal`
  }

  public var code: Code
  /// The thing, the value found, what is allowed, the next step.
  public var message: String

  public init(_ code: Code, _ message: String) {
    self.code = code
    self.message = message
  }

  /// As a reply carries it.
  public var json: JSONValue { ["code": .string(code.rawValue), "message": .string(message)] }
}

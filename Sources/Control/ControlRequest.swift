public import JSON

/// One line from a client.
public struct ControlRequest: Equatable, Sendable {
  /// What the answer repeats, of any type.
  public var id: JSONValue?
  public var command: ControlCommand
  /// How much louder a change may make what is heard.
  public var rise: Rise

  public enum Rise: Equatable, Sendable {
    /// As much as the daemon lets through unasked.
    case limited
    case any
  }

  public init(id: JSONValue? = nil, _ command: ControlCommand, rise: Rise = .limited) {
    self.id = id
    self.command = command
    self.rise = rise
  }

  /// - Parameter json: an object with `command`, its arguments, and an `id` if the client likes.
  /// - Throws: the first mistake, in one sentence.
  public init(_ json: JSONValue) throws(ControlFailure) {
    guard let members = json.members else {
      throw ControlFailure(
        .malformed,
        "The line is \(json.kind); send an object such as {\"command\":\"status\"}.")
    }
    guard let word = json["command"] else {
      throw ControlFailure(
        .malformed,
        "The request names no command; send an object such as {\"command\":\"status\"}.")
    }
    let name = try ControlCommand.Name(word)
    let arguments = ArgumentReader(
      name, members.filter { !["id", "command"].contains($0.key) })
    try arguments.refuseUnknown()
    id = json["id"]
    command = try ControlCommand(arguments)
    rise = try arguments.flag("allow_gain") ? .any : .limited
  }

  /// As the client sends it.
  public var json: JSONValue {
    .object(
      (id.map { [.init("id", $0)] } ?? [])
        + [.init("command", .string(command.name.rawValue))] + command.arguments
        + (rise == .any ? [.init("allow_gain", true)] : []))
  }
}

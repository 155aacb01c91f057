internal import Control
internal import JSON
internal import Session

/// What a daemon answered to a command that it has done.
struct CtlReply {
  let json: JSONValue

  subscript(key: String) -> JSONValue? { json[key] }

  /// What the command told, without what every answer has.
  var members: [JSONValue.Member] {
    (json.members ?? []).filter { !["id", "ok"].contains($0.key) }
  }
}

extension ExitStatus {
  /// What a program ends with that was refused.
  init(_ code: ControlFailure.Code) {
    self =
      switch code {
      case .unknownCommand, .invalidArgument, .notFound: .usage
      case .badConfiguration: .configuration
      case .noFile: .noInput
      case .badSound: .badSound
      case .noDevice: .noDevice
      case .busy, .timedOut, .tooManyClients, .stopping: .tryAgain
      case .notPermitted: .notPermitted
      case .malformed, .tooLong, .internal: .internal
      }
  }
}

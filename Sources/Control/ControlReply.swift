public import JSON

/// The daemon's answer to a request.
public struct ControlReply: Equatable, Sendable {
  /// That of the request, if it had one.
  public var id: JSONValue?
  /// What the command tells, in the order of telling.
  public var result: Result<[JSONValue.Member], ControlFailure>

  public init(id: JSONValue?, _ result: Result<[JSONValue.Member], ControlFailure>) {
    self.id = id
    self.result = result
  }

  /// As it is sent.
  public var json: JSONValue {
    let head = id.map { [JSONValue.Member("id", $0)] } ?? []
    return switch result {
    case .success(let members): .object(head + [.init("ok", true)] + members)
    case .failure(let failure):
      .object(head + [.init("ok", false), .init("error", failure.json)])
    }
  }

  /// What a daemon has sent; `nil` if that is no reply.
  public init?(_ json: JSONValue) {
    guard let members = json.members, let isDone = json["ok"]?.bool else { return nil }
    id = json["id"]
    if isDone {
      result = .success(members.filter { $0.key != "id" && $0.key != "ok" })
      return
    }
    guard let error = json["error"], let message = error["message"]?.text else { return nil }
    // A newer daemon may know more words.
    let code = error["code"]?.text.flatMap(ControlFailure.Code.init(rawValue:)) ?? .internal
    result = .failure(ControlFailure(code, message))
  }
}

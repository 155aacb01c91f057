import Control
import JSON
import Testing

/// The daemon's answers, from both sides.
@Suite struct ReplyTests {
  @Test func `an answer carries the id, and what the command tells`() {
    let reply = ControlReply(id: 7, .success([.init("generation", 3), .init("volume", -12.5)]))
    #expect(reply.json.description == #"{"id":7,"ok":true,"generation":3,"volume":-12.5}"#)
    #expect(ControlReply(id: nil, .success([])).json.description == #"{"ok":true}"#)
  }

  @Test func `a refusal carries a word and a sentence`() {
    let reply = ControlReply(id: "x", .failure(ControlFailure(.unknownCommand, "No.")))
    #expect(
      reply.json.description
        == #"{"id":"x","ok":false,"error":{"code":"unknown_command","message":"No."}}"#)
  }

  @Test func `the client reads what the daemon writes`() {
    let replies = [
      ControlReply(id: 7, .success([.init("generation", 3)])), ControlReply(id: nil, .success([])),
      ControlReply(id: ["a"], .failure(ControlFailure(.badConfiguration, "Line 3."))),
    ]
    for reply in replies { #expect(ControlReply(reply.json) == reply) }
  }

  @Test func `a word of a newer daemon keeps its sentence`() {
    let reply = ControlReply(["ok": false, "error": ["code": "melted", "message": "It melted."]])
    #expect(reply == ControlReply(id: nil, .failure(ControlFailure(.internal, "It melted."))))
  }

  @Test func `what is no reply is not taken for one`() {
    let others: [JSONValue] = [nil, [], ["event": "meters"], ["ok": 1], ["ok": false], "ok"]
    for json in others { #expect(ControlReply(json) == nil) }
  }
}

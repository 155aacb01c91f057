import Control
import ControlServer
import Glibc
import JSON
import Testing

/// What well-behaved clients see.
@Suite struct RequestTests {
  @Test func `a request is answered under its id`() throws {
    let bench = try ServerBench()
    let client = try bench.client()
    #expect(
      try client.ask(#"{"id":[7,"x"],"command":"status"}"#)
        == ["id": [7, "x"], "ok": true, "command": "status"])
    #expect(try client.ask(#"{"command":"reload"}"#) == ["ok": true, "command": "reload"])
  }

  @Test func `the handler learns who asks, from the kernel`() throws {
    let bench = try ServerBench(answering: .byTest)
    let client = try bench.client()
    client.send(#"{"command":"mute","to":true}"#)
    bench.wait { bench.handled.all.count == 1 }
    let entry = try #require(bench.handled.all.first)
    #expect(entry.request == ControlRequest(.mute(.on)))
    #expect(entry.identity == ClientIdentity(user: getuid(), process: getpid()))
  }

  @Test func `a wrong request is refused, and the next one is answered`() throws {
    let bench = try ServerBench()
    let client = try bench.client()
    client.send(#"{"id":1,"command":"volume","to":5}"#)
    #expect(try client.refusal() == "invalid_argument")
    let unknown = try client.ask(#"{"id":2,"command":"stauts"}"#)
    #expect(unknown?["id"] == 2 && unknown?["error"]?["code"] == "unknown_command")
    #expect(try client.ask(#"{"command":"status"}"#)?["ok"] == true)
    #expect(bench.server.counts.protocolErrors == 0)
  }

  @Test func `answers come in the order of the requests, whichever is given first`() throws {
    let bench = try ServerBench(answering: .byTest)
    let client = try bench.client()
    for id in 0..<8 { client.send(#"{"id":\#(id),"command":"status"}"#) }
    bench.wait { bench.handled.all.count == 8 }
    for entry in bench.handled.all.reversed() { entry.answer(.success([:])) }
    for id in 0..<8 { #expect(try client.json()?["id"] == .integer(id)) }
  }

  @Test func `a second answer to a request is not sent`() throws {
    let bench = try ServerBench(answering: .byTest)
    let client = try bench.client()
    client.send(#"{"id":1,"command":"status"}"#)
    client.send(#"{"id":2,"command":"status"}"#)
    bench.wait { bench.handled.all.count == 2 }
    let entries = bench.handled.all
    entries[0].answer(.success(["n": 1]))
    entries[0].answer(.success(["n": 2]))
    entries[1].answer(.failure(ControlFailure(.busy, "Later.")))
    #expect(try client.json() == ["id": 1, "ok": true, "n": 1])
    #expect(try client.refusal() == "busy")
  }

  @Test func `no more than 16 requests of a client are under way`() throws {
    let bench = try ServerBench(answering: .byTest)
    let client = try bench.client()
    for id in 0..<50 { client.send(#"{"id":\#(id),"command":"status"}"#) }
    let other = try bench.client()
    other.send(#"{"command":"get","path":"x"}"#)
    bench.wait { bench.handled.all.count >= 17 }
    #expect(bench.handled.all.count == 17)
    var answered = 0
    while answered < 51 {
      bench.wait { bench.handled.all.count > answered }
      for entry in bench.handled.all.dropFirst(answered) {
        entry.answer(.success([:]))
        answered += 1
      }
    }
    for id in 0..<50 { #expect(try client.json()?["id"] == .integer(id)) }
  }

  @Test func `a client that sends no more gets its answers, and then the end`() throws {
    let bench = try ServerBench(answering: .byTest)
    let client = try bench.client()
    client.send(#"{"id":1,"command":"status"}"#)
    client.finish()
    bench.wait { bench.handled.all.count == 1 }
    bench.handled.all[0].answer(.success([:]))
    #expect(try client.json() == ["id": 1, "ok": true])
    #expect(try client.json() == nil)
    bench.wait { bench.server.counts.clients == 0 }
  }

  @Test func `an answer longer than what may wait becomes a refusal`() throws {
    let bench = try ServerBench(answering: .byTest)
    let client = try bench.client()
    client.send(#"{"id":1,"command":"metrics"}"#)
    bench.wait { bench.handled.all.count == 1 }
    bench.handled.all[0].answer(.success(["text": .string(String(repeating: "x", count: 300_000))]))
    #expect(try client.refusal() == "internal")
  }

  @Test func `who asks while the daemon ends is told`() throws {
    let bench = try ServerBench(answering: .byTest)
    let client = try bench.client()
    client.send(#"{"id":1,"command":"reload"}"#)
    bench.wait { bench.handled.all.count == 1 }
    bench.server.stop()
    #expect(try client.refusal() == "stopping")
    #expect(try client.json() == nil)
    // Nobody hears it any more, and nothing breaks.
    bench.handled.all[0].answer(.success([:]))
    bench.server.publish(.state, ["x": 1])
    bench.server.stop()
    #expect(throws: LineClient.Failure.self) { try bench.client() }
  }
}

import Control
import ControlServer
import JSON
import Testing

/// Events, to whom wants them.
@Suite struct SubscriptionTests {
  @Test func `subscribers get the events of their topics`() throws {
    let bench = try ServerBench()
    let client = try bench.client()
    let other = try bench.client()
    #expect(
      try client.ask(#"{"id":1,"command":"subscribe","topics":["state","log"]}"#)
        == ["id": 1, "ok": true, "topics": ["state", "log"]])
    #expect(
      try other.ask(#"{"command":"subscribe","topics":["meters"],"rate":50}"#)
        == ["ok": true, "topics": ["meters"], "rate": 50])
    #expect(bench.server.hasSubscribers(of: .log) && bench.server.meterRate == 50)
    bench.server.publish(.meters, ["peak": -3])
    bench.server.publish(.state, ["generation": 2])
    #expect(try client.json() == ["event": "state", "generation": 2])
    #expect(try other.json() == ["event": "meters", "peak": -3])
  }

  @Test func `nobody gets events any more who has unsubscribed or left`() throws {
    let bench = try ServerBench()
    let client = try bench.client()
    let other = try bench.client()
    _ = try client.ask(#"{"command":"subscribe","topics":["meters","state"]}"#)
    _ = try other.ask(#"{"command":"subscribe","topics":["meters"],"rate":5}"#)
    #expect(bench.server.meterRate == 20)
    #expect(
      try client.ask(#"{"command":"unsubscribe","topics":["meters"]}"#)
        == ["ok": true, "topics": ["state"]])
    #expect(bench.server.meterRate == 5)
    other.close()
    bench.wait { !bench.server.hasSubscribers(of: .meters) }
    #expect(bench.server.meterRate == 0 && bench.server.hasSubscribers(of: .state))
  }

  @Test func `who has said all it wants to say may go on listening, until it leaves`() throws {
    let bench = try ServerBench()
    let client = try bench.client()
    client.send(#"{"command":"subscribe","topics":["state"]}"#)
    client.finish()
    #expect(try client.json()?["ok"] == true)
    bench.server.publish(.state, ["generation": 2])
    #expect(try client.json() == ["event": "state", "generation": 2])
    client.close()
    bench.wait { bench.server.counts.clients == 0 }
  }
}

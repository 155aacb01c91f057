import Control
import ControlServer
import Glibc
import JSON
import Testing
import TestSupport

/// Clients that send what they should not: rows E1 and E2 of the plan of faults.
@Suite struct HostileClientTests {
  private static let status = #"{"command":"status"}"#

  @Test func `E1: half a message and then silence ends the connection`() throws {
    let bench = try ServerBench(.impatient)
    let client = try bench.client()
    let other = try bench.client()
    client.send(Array(#"{"command":"sta"#.utf8))
    #expect(try client.refusal() == "timed_out")
    #expect(try client.json() == nil)
    #expect(bench.server.counts.timeouts == 1)
    // Who is silent between messages may stay.
    #expect(try other.ask(Self.status)?["ok"] == true)
  }

  @Test func `E1: a byte at a time does not make a message last longer`() throws {
    let bench = try ServerBench(.impatient)
    let client = try bench.client()
    var sent = 0
    while client.send([UInt8(ascii: " ")]) == 1 {
      sent += 1
      usleep(1000)
    }
    #expect(sent > 0 && sent < 5000)
    #expect(try client.refusal() == "timed_out")
  }

  @Test func `a message that comes byte by byte is a message`() throws {
    let bench = try ServerBench()
    let client = try bench.client()
    for id in 0..<20 {
      for byte in Array("{\"id\":\(id),\"command\":\"status\"}\n".utf8) { client.send([byte]) }
      #expect(try client.json()?["id"] == .integer(id))
    }
  }

  @Test func `E2: a line of 1 GiB costs no memory`() throws {
    let bench = try ServerBench()
    let before = residentKilobytes()
    let piece = [UInt8](repeating: UInt8(ascii: "x"), count: 1 << 20)
    let client = try bench.client()
    var sent = 0
    for _ in 0..<1024 {
      let count = client.send(piece)
      sent += count
      if count < piece.count { break }
    }
    #expect(sent < 4 << 20)
    #expect(try client.refusal() == "too_long")
    #expect(bench.server.counts.protocolErrors == 1)
    #expect(residentKilobytes() - before < 16 * 1024)
    #expect(try bench.client().ask(Self.status)?["ok"] == true)
  }

  @Test func `E2: a line of 64 KiB is still a line`() throws {
    let bench = try ServerBench()
    let client = try bench.client()
    let padding = String(repeating: " ", count: 65_536 - Self.status.utf8.count)
    #expect(try client.ask(Self.status + padding)?["ok"] == true)
    client.send(Self.status + padding + " ")
    #expect(try client.refusal() == "too_long")
  }

  static let nonsense: [(name: String, bytes: [UInt8])] = [
    ("binary", (0..<200).map { UInt8($0) }.filter { $0 != 10 }),
    ("invalid UTF-8", Array("{\"command\":\"".utf8) + [0xC3, 0x28] + Array("\"}".utf8)),
    ("deep lists", Array(String(repeating: "[", count: 60_000).utf8)),
    ("deep objects", Array(String(repeating: "{\"a\":", count: 12_000).utf8)),
    ("overflow of an integer", Array(#"{"command":"volume","to":99999999999999999999}"#.utf8)),
    ("overflow of a number", Array(#"{"command":"volume","to":-1e999}"#.utf8)),
    ("a key twice", Array(#"{"command":"mute","to":true,"to":false}"#.utf8)),
    ("a web browser", Array("GET / HTTP/1.1\r".utf8)),
    ("no object", Array("[1,2,3]".utf8)),
    ("no command", Array("{}".utf8)),
  ]

  @Test func `E2: what is no request is told so, and the connection ends`() throws {
    let bench = try ServerBench()
    for (name, bytes) in Self.nonsense {
      let client = try bench.client()
      client.send(bytes + [UInt8(ascii: "\n")])
      #expect(try client.refusal() == "malformed", "\(name)")
      #expect(try client.json() == nil, "\(name)")
    }
    #expect(bench.server.counts.protocolErrors == Self.nonsense.count)
    #expect(bench.handled.all.isEmpty)
  }

  @Test func `what was asked before nonsense is answered first, however long it takes`() throws {
    let bench = try ServerBench(.impatient, answering: .byTest)
    let client = try bench.client()
    client.send(Self.status)
    client.send("nonsense")
    client.send(Self.status)
    bench.wait { bench.server.counts.protocolErrors == 1 }
    // Longer than any patience: two others have lost theirs one after the other.
    for _ in 0..<2 {
      let other = try bench.client()
      other.send([UInt8(ascii: "{")])
      #expect(try other.refusal() == "timed_out")
    }
    bench.handled.all[0].answer(.success([:]))
    #expect(try client.json() == ["ok": true])
    #expect(try client.refusal() == "malformed")
    #expect(try client.json() == nil)
    #expect(bench.handled.all.count == 1)
  }

  @Test func `a last line without an end is not carried out`() throws {
    let bench = try ServerBench()
    let client = try bench.client()
    client.send(Array(#"{"command":"mute","to":true}"#.utf8))
    client.finish()
    #expect(try client.refusal() == "malformed")
    #expect(bench.handled.all.isEmpty)
  }

  @Test func `random bytes from many clients leave the server well`() throws {
    let bench = try ServerBench(.impatient)
    let descriptors = openDescriptors()
    var generator = SeededGenerator(seed: 4)
    for _ in 0..<500 {
      let client = try bench.client()
      let count = Int.random(in: 0...3000, using: &generator)
      client.send((0..<count).map { _ in UInt8.random(in: 0...255, using: &generator) })
      if Bool.random(using: &generator) { client.finish() }
    }
    bench.wait { bench.server.counts.clients == 0 }
    bench.wait { openDescriptors() <= descriptors }
    #expect(try bench.client().ask(Self.status)?["ok"] == true)
  }
}

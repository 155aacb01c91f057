import Control
import ControlServer
import Glibc
import JSON
import Synchronization
import Testing
import TestSupport

/// Many clients, slow ones and dying ones: rows E3 to E6 of the plan of faults.
@Suite(.serialized) struct LoadTests {
  private static let status = #"{"command":"status"}"#

  @Test func `E3: readers that never read cost their queues and nothing else`() throws {
    var limits = ControlLimits()
    limits.clients = 33
    let bench = try ServerBench(limits)
    let slow = try (0..<32).map { _ in try bench.client() }
    for client in slow {
      _ = try client.ask(#"{"command":"subscribe","topics":["log","meters"],"rate":50}"#)
    }
    let good = try bench.client()
    let before = residentKilobytes()
    let event: JSONValue = ["line": .string(String(repeating: "x", count: 10_000))]
    for _ in 0..<200 {
      bench.server.publish(.log, event)
      bench.server.publish(.meters, event)
      #expect(try good.ask(Self.status)?["ok"] == true)
    }
    let dropped = bench.server.counts.droppedEvents
    let growth = residentKilobytes() - before
    print("32 slow readers: \(dropped) events dropped, memory grew by \(growth) KiB")
    #expect(dropped > 32 * 50 && growth < 16 * 1024)
    #expect(bench.server.counts.clients == 33)
  }

  @Test func `E3: a reader that has stopped is closed after a while`() throws {
    let bench = try ServerBench(.impatient)
    let slow = try bench.client()
    _ = try slow.ask(#"{"command":"subscribe","topics":["log"]}"#)
    let event: JSONValue = ["line": .string(String(repeating: "x", count: 10_000))]
    for _ in 0..<100 { bench.server.publish(.log, event) }
    bench.wait { bench.server.counts.clients == 0 }
    #expect(bench.server.counts.timeouts == 1 && !bench.server.hasSubscribers(of: .log))
  }

  @Test func `E3: who asks and does not read is not served for ever`() throws {
    let bench = try ServerBench(.impatient, answering: .byTest)
    let slow = try bench.client()
    for _ in 0..<16 { slow.send(Self.status) }
    bench.wait { bench.handled.all.count == 16 }
    let text = JSONValue.string(String(repeating: "x", count: 200_000))
    for entry in bench.handled.all { entry.answer(.success(["text": text])) }
    bench.wait { bench.server.counts.clients == 0 }
    #expect(bench.server.counts.timeouts == 1)
  }

  @Test func `E4: the client beyond the limit is told so, and the place is free after another`()
    throws
  {
    let bench = try ServerBench()
    let clients = try (0..<32).map { _ in try bench.client() }
    bench.wait { bench.server.counts.clients == 32 }
    let beyond = try bench.client()
    #expect(try beyond.refusal() == "too_many_clients")
    #expect(try beyond.json() == nil)
    clients[7].close()
    bench.wait { bench.server.counts.clients == 31 }
    #expect(try bench.client().ask(Self.status)?["ok"] == true)
    #expect(bench.server.counts.refused == 1)
  }

  @Test func `E4: ten thousand connections leave nothing behind`() throws {
    let bench = try ServerBench()
    let steady = try bench.client()
    _ = try steady.ask(Self.status)
    let descriptors = openDescriptors(), before = residentKilobytes()
    let clock = ContinuousClock()
    let time = try clock.measure {
      for _ in 0..<10_000 { try bench.client().close() }
      bench.wait { bench.server.counts.accepted + bench.server.counts.refused == 10_001 }
    }
    let growth = residentKilobytes() - before
    print("10000 connections in \(time), memory grew by \(growth) KiB: \(bench.server.counts)")
    #expect(try steady.ask(Self.status)?["ok"] == true)
    bench.wait { bench.server.counts.clients == 1 }
    #expect(openDescriptors() <= descriptors && growth < 16 * 1024)
  }

  @Test func `E4: without descriptors left the others are served, and it recovers alone`() async {
    await #expect(processExitsWith: .success) {
      let bench = try ServerBench()
      let steady = try bench.client()
      _ = try steady.ask(LoadTests.status)
      let waiting = (0..<20).map { _ in LineClient(AF_UNIX) }
      // Three are left.
      let free = (0..<1024).lazy.filter { fcntl($0, F_GETFD) < 0 }
      let bound = rlim_t(try #require(free.dropFirst(3).first))
      var limit = rlimit(rlim_cur: bound, rlim_max: bound)
      setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
      for client in waiting { try client.connect(bench.path) }
      bench.wait { bench.server.counts.clients == 4 }
      // While none is left, the server answers, and does not try without pause.
      let before = clock()
      usleep(500_000)
      let spent = Double(clock() - before) / Double(CLOCKS_PER_SEC)
      #expect(spent < 0.1)
      let answer = try steady.ask(LoadTests.status)
      #expect(answer?["ok"] == true)
      for client in waiting.prefix(3) { client.close() }
      let last = try waiting[5].ask(LoadTests.status)
      #expect(last?["ok"] == true)
      bench.server.stop()
    }
  }

  @Test func `E5: a command whose client has died completes, and leaves nothing`() throws {
    let bench = try ServerBench(answering: .byTest)
    let other = try bench.client()
    bench.wait { bench.server.counts.clients == 1 }
    let descriptors = openDescriptors()
    for number in 1...50 {
      let client = try bench.client()
      client.send(#"{"command":"reload"}"#)
      client.send(Array(#"{"command":"mute","to":tr"#.utf8))
      bench.wait { bench.handled.all.count == number }
      client.close()
    }
    bench.wait { bench.server.counts.clients == 1 }
    for entry in bench.handled.all { entry.answer(.success(["generation": 2])) }
    #expect(bench.handled.all.allSatisfy { $0.request.command == .reload })
    #expect(openDescriptors() <= descriptors)
    other.send(Self.status)
    bench.wait { bench.handled.all.count == 51 }
    bench.handled.all[50].answer(.success([:]))
    #expect(try other.json() == ["ok": true])
  }

  @Test func `E6: two writers are served one after the other, and each learns what came of it`()
    async throws
  {
    let folder = try TemporaryFolder()
    let generation = Mutex(0)
    let server = try ControlServer([.path(folder.path("test.sock"))]) { _, _, answer in
      let reached = generation.withLock { generation in
        generation += 1
        return generation
      }
      answer(.success(["generation": .integer(reached)]))
    }
    let found = try await withThrowingTaskGroup(of: [Int].self) { group in
      for _ in 0..<2 {
        group.addTask {
          let client = try LineClient(folder.path("test.sock"))
          return try (0..<500).map { index in
            let answer = try client.ask(#"{"command":"volume","to":\#(-index % 100)}"#)
            return try #require(answer?["generation"]?.integer)
          }
        }
      }
      return try await group.reduce(into: [[Int]]()) { $0.append($1) }
    }
    server.stop()
    for generations in found { #expect(zip(generations, generations.dropFirst()).allSatisfy(<)) }
    #expect(Set(found.joined()) == Set(1...1000))
  }
}

import NIOCore
import Testing
import TestSupport

@testable import ControlServer

/// The rules of sending, without a socket.
@Suite struct PartsTests {
  private func line(_ bytes: Int) -> ByteBuffer {
    ByteBuffer(repeating: UInt8(ascii: "x"), count: bytes)
  }

  private func text(_ buffer: ByteBuffer?) -> String? { buffer.map { String(buffer: $0) } }

  @Test func `of meters only the newest waits`() {
    var outbox = Outbox(limitBytes: 100)
    for number in 1...3 {
      let outcome = outbox.add(ByteBuffer(string: "m\(number)"), .meters)
      #expect(outcome == .kept)
    }
    #expect(outbox.takeDropped() == 2 && outbox.byteCount == 2)
    #expect(text(outbox.take()) == "m3")
    #expect(outbox.isEmpty)
  }

  @Test func `events beyond the limit are dropped`() {
    var outbox = Outbox(limitBytes: 100)
    for _ in 0..<5 {
      let outcome = outbox.add(line(30), .event)
      #expect(outcome == .kept)
    }
    #expect(outbox.byteCount == 90 && outbox.takeDropped() == 2)
    #expect(outbox.takeDropped() == 0)
  }

  @Test func `events make room for an answer, meters first and then the oldest`() {
    var outbox = Outbox(limitBytes: 10)
    _ = outbox.add(ByteBuffer(string: "e1e1"), .event)
    _ = outbox.add(ByteBuffer(string: "mm"), .meters)
    _ = outbox.add(ByteBuffer(string: "e2e2"), .event)
    #expect(outbox.add(ByteBuffer(string: "reply1"), .reply) == .kept)
    #expect(outbox.takeDropped() == 2)
    #expect(text(outbox.take()) == "e2e2")
    #expect(text(outbox.take()) == "reply1")
  }

  @Test func `an answer without room is the end`() {
    var outbox = Outbox(limitBytes: 10)
    #expect(outbox.add(line(6), .reply) == .kept)
    #expect(outbox.add(line(5), .reply) == .full)
  }

  @Test func `answers wait for earlier ones`() {
    var queue = ReplyQueue()
    let first = queue.open(), second = queue.open()
    queue.fill(second, with: ByteBuffer(string: "second"))
    #expect(queue.take() == nil)
    queue.fill(first, with: ByteBuffer(string: "first"))
    queue.fill(first, with: ByteBuffer(string: "again"))
    #expect(text(queue.take()) == "first")
    #expect(text(queue.take()) == "second")
    queue.fill(first, with: ByteBuffer(string: "late"))
    queue.fill(99, with: ByteBuffer(string: "nobody's"))
    #expect(queue.count == 0 && queue.take() == nil)
  }

  @Test(arguments: [(50, 20), (50, 50), (50, 1), (25, 20), (20, 50)])
  func `a client gets its own rate, or all there are, though they jitter`(
    published: Int, wanted: Int
  ) {
    var generator = SeededGenerator(seed: 3)
    var pacing = MeterPacing(rate: wanted)
    let interval = 1_000_000_000 / published
    let seconds = 60
    let count = (0..<published * seconds).count { index in
      let jitter = Int.random(in: -interval / 10...interval / 10, using: &generator)
      return pacing.isDue(now: index * interval + jitter)
    }
    let expected = min(published, wanted) * seconds
    #expect(abs(count - expected) <= expected / 100 + 1)
  }

  @Test func `after a silence meters do not come in a burst`() {
    var pacing = MeterPacing(rate: 10)
    let milliseconds = [0, 100, 5000, 5010, 5020, 5030, 5100]
    let due = milliseconds.map { pacing.isDue(now: $0 * 1_000_000) }
    #expect(due == [true, true, true, false, false, false, true])
  }
}

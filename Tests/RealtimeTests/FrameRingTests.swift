import Testing
import TestSupport

@testable import Realtime

@Suite struct FrameRingTests {
  /// Interleaved frames whose samples all differ: frame number times 10 plus channel.
  private func frames(_ range: Range<Int>, channelCount: Int) -> [Float] {
    range.flatMap { frame in (0..<channelCount).map { Float(frame * 10 + $0) } }
  }

  @Test func `frames come out as they went in, in pieces of any length`() {
    let ring = FrameRing(capacityFrames: 8, channelCount: 3)
    var producer = ring.producer
    var consumer = ring.consumer
    let sent = frames(0..<200, channelCount: 3)
    var received: [Float] = []
    var generator = SeededGenerator(seed: 1)
    var sentFrames = 0
    while received.count < sent.count {
      let offered = min(Int.random(in: 0...11, using: &generator), 200 - sentFrames)
      sent.withUnsafeBufferPointer {
        guard let start = $0.baseAddress else { return }
        sentFrames += producer.write(start + sentFrames * 3, frames: offered)
      }
      let asked = Int.random(in: 0...11, using: &generator)
      let block = [Float](unsafeUninitializedCapacity: asked * 3) { buffer, count in
        guard let start = buffer.baseAddress else { return }
        count = consumer.read(into: start, frames: asked) * 3
      }
      received += block
    }
    #expect(received == sent)
  }

  @Test func `A24: a full ring takes only what fits and says how much`() {
    let ring = FrameRing(capacityFrames: 4, channelCount: 2)
    var producer = ring.producer
    var consumer = ring.consumer
    let block = frames(0..<6, channelCount: 2)
    let taken = producer.write(block, frames: 6)
    let room = producer.writableFrames
    let level = consumer.readableFrames
    #expect(taken == 4)
    #expect(room == 0)
    #expect(level == 4)
    let again = producer.write(block, frames: 1)
    #expect(again == 0)
  }

  @Test func `A24: an empty ring gives nothing and leaves the destination alone`() {
    let ring = FrameRing(capacityFrames: 4, channelCount: 1)
    var consumer = ring.consumer
    var destination: [Float] = [7, 7]
    let given = consumer.read(into: &destination, frames: 2)
    #expect(given == 0)
    #expect(destination == [7, 7])
  }

  @Test func `what is reserved is seen by the reader only once committed`() {
    let ring = FrameRing(capacityFrames: 8, channelCount: 1)
    var producer = ring.producer
    var consumer = ring.consumer
    let spans = producer.reserve(5)
    spans.first.update(repeating: 3)
    let before = consumer.readableFrames
    producer.commit(2)
    let after = consumer.readableFrames
    #expect(spans.frames == 5)
    #expect(before == 0)
    #expect(after == 2)
  }

  @Test func `spans cover the frames on both sides of the edge`() {
    let ring = FrameRing(capacityFrames: 8, channelCount: 2)
    var producer = ring.producer
    var consumer = ring.consumer
    let skipped = producer.writeSilence(6)
    consumer.discard(skipped)
    let written = producer.write(frames(0..<5, channelCount: 2), frames: 5)
    let spans = consumer.peek(5)
    #expect(written == 5)
    #expect(Array(spans.first) == frames(0..<2, channelCount: 2))
    #expect(Array(spans.second) == frames(2..<5, channelCount: 2))
    let stillThere = consumer.readableFrames
    #expect(stillThere == 5)
  }

  @Test func `discard drops the oldest frames and no more than there are`() {
    let ring = FrameRing(capacityFrames: 8, channelCount: 1)
    var producer = ring.producer
    var consumer = ring.consumer
    _ = producer.write([1, 2, 3], frames: 3)
    let dropped = consumer.discard(2)
    let next = consumer.peek(8).first.first
    let rest = consumer.discard(9)
    #expect(dropped == 2)
    #expect(next == 3)
    #expect(rest == 1)
  }

  @Test func `A24: the level is right while the counters wrap`() {
    let ring = FrameRing(capacityFrames: 4, channelCount: 1, firstFrame: UInt.max - 5)
    var producer = ring.producer
    var consumer = ring.consumer
    for round in 0..<20 {
      let written = producer.write([Float(round), 0, 0], frames: 3)
      let level = consumer.readableFrames
      let room = producer.writableFrames
      var block: [Float] = [0, 0, 0]
      let read = consumer.read(into: &block, frames: 3)
      #expect([written, level, room, read] == [3, 3, 1, 3])
      #expect(block[0] == Float(round))
    }
  }

  @Test func `a capacity that is no power of two is refused`() async {
    await #expect(processExitsWith: .failure) {
      _ = FrameRing(capacityFrames: 48, channelCount: 2)
    }
  }

  @Test func `committing more than the room is refused`() async {
    await #expect(processExitsWith: .failure) {
      let ring = FrameRing(capacityFrames: 4, channelCount: 1)
      var producer = ring.producer
      producer.commit(5)
    }
  }
}

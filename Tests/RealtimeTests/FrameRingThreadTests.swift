import Glibc
import Testing

@testable import Realtime

/// The ring with its ends on two threads. Also meant for `--sanitize=thread`, which sees a missing
/// ordering that the values do not show on x86. It sees loads and stores in place, but not the
/// memory moved by `write` and `read`, so both ways are taken.
@Suite struct FrameRingThreadTests {
  enum Access: CaseIterable {
    case inPlace
    case copied
  }

  /// One stream through one ring.
  struct Stream: Sendable {
    let capacityFrames: Int
    let frameCount: Int
    let access: Access
  }

  private static let channelCount = 3
  /// A ring of one frame changes threads for each, and is slow.
  private static let streams = Access.allCases.flatMap { access in
    [(1, 20_000), (64, 200_000), (1024, 200_000)].map {
      Stream(capacityFrames: $0.0, frameCount: $0.1, access: access)
    }
  }

  @Test(arguments: Self.streams)
  func `A24: two threads lose, repeat and tear nothing while the counters wrap`(
    stream: Stream
  ) throws {
    let ring = FrameRing(
      capacityFrames: stream.capacityFrames, channelCount: Self.channelCount,
      firstFrame: UInt.max - UInt(stream.frameCount / 2))
    let producerBox = Handoff(ring.producer)
    let consumerBox = Handoff(ring.consumer)
    let wrong = AtomicCounter()
    let wrongBox = Handoff(wrong.share())
    let writing = try RealtimeThread(.init(name: "writer", priority: nil)) { @Sendable in
      var producer = producerBox.take()
      Self.produce(stream, &producer)
    }
    let reading = try RealtimeThread(.init(name: "reader", priority: nil)) { @Sendable in
      var consumer = consumerBox.take()
      Self.consume(stream, &consumer, wrong: wrongBox.take())
    }
    writing.join()
    reading.join()
    let wrongCount = wrong.value
    #expect(wrongCount == 0)
  }

  /// The sample at a place of the stream: whole numbers that a Float holds, so that any mix-up shows.
  private static func sample(_ index: Int) -> Float {
    Float(index & 0xff_ffff)
  }

  /// Writes all frames in blocks of up to 37.
  private static func produce(_ stream: Stream, _ producer: inout FrameProducer) {
    var block = [Float](repeating: 0, count: 37 * channelCount)
    var frame = 0
    while frame < stream.frameCount {
      let offered = min(1 + frame % 37, stream.frameCount - frame)
      let first = frame * channelCount
      switch stream.access {
      case .inPlace:
        let spans = producer.reserve(offered)
        let split = spans.first.count
        for index in spans.first.indices { spans.first[index] = sample(first + index) }
        for index in spans.second.indices { spans.second[index] = sample(first + split + index) }
        producer.commit(spans.frames)
        frame += spans.frames
      case .copied:
        for index in 0..<offered * channelCount { block[index] = sample(first + index) }
        frame += producer.write(block, frames: offered)
      }
      // The other thread may need this processor.
      if frame * channelCount == first { sched_yield() }
    }
  }

  /// Reads all frames in blocks of up to 41, and counts the samples that are wrong.
  private static func consume(
    _ stream: Stream, _ consumer: inout FrameConsumer, wrong: borrowing AtomicCounter
  ) {
    var block = [Float](repeating: 0, count: 41 * channelCount)
    var frame = 0
    while frame < stream.frameCount {
      let asked = 1 + frame % 41
      let first = frame * channelCount
      switch stream.access {
      case .inPlace:
        let spans = consumer.peek(asked)
        let split = spans.first.count
        for index in spans.first.indices where spans.first[index] != sample(first + index) {
          wrong.add()
        }
        for index in spans.second.indices
        where spans.second[index] != sample(first + split + index) {
          wrong.add()
        }
        frame += consumer.discard(spans.frames)
      case .copied:
        let read = consumer.read(into: &block, frames: asked)
        for index in 0..<read * channelCount where block[index] != sample(first + index) {
          wrong.add()
        }
        frame += read
      }
      if frame * channelCount == first { sched_yield() }
    }
  }
}

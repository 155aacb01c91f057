import Glibc
import Testing

@testable import Realtime

/// The ring with its ends on two threads. Also meant for `--sanitize=thread`, which sees a missing
/// ordering that the values do not show on x86.
@Suite struct FrameRingThreadTests {
  private static let frameCount = 300_000
  private static let channelCount = 3

  /// The samples of a frame: whole numbers that a Float holds, so that any mix-up shows.
  private static func sample(frame: Int, channel: Int) -> Float {
    Float((frame &* 3 &+ channel) & 0xff_ffff)
  }

  /// Writes all frames in blocks of up to 37, in place.
  private static func produce(_ producer: inout FrameProducer) {
    var frame = 0
    while frame < frameCount {
      let spans = producer.reserve(min(1 + frame % 37, frameCount - frame))
      var index = 0
      for run in [spans.first, spans.second] {
        for offset in run.indices {
          run[offset] = sample(
            frame: frame + index / channelCount, channel: index % channelCount)
          index += 1
        }
      }
      producer.commit(spans.frames)
      frame += spans.frames
      // The other thread may need this processor.
      if spans.frames == 0 { sched_yield() }
    }
  }

  /// Reads all frames in blocks of up to 41, by copy, and counts the samples that are wrong.
  private static func consume(_ consumer: inout FrameConsumer, wrong: borrowing AtomicCounter) {
    var block = [Float](repeating: 0, count: 41 * channelCount)
    var frame = 0
    while frame < frameCount {
      let read = consumer.read(into: &block, frames: 1 + frame % 41)
      for index in 0..<read * channelCount {
        let expected = sample(frame: frame + index / channelCount, channel: index % channelCount)
        if block[index] != expected { wrong.add() }
      }
      frame += read
      if read == 0 { sched_yield() }
    }
  }

  @Test(arguments: [1, 64, 1024])
  func `two threads lose, repeat and tear nothing while the counters wrap`(
    capacityFrames: Int
  ) throws {
    let ring = FrameRing(
      capacityFrames: capacityFrames, channelCount: Self.channelCount,
      firstFrame: UInt.max - UInt(Self.frameCount / 2))
    let producerBox = Handoff(ring.producer)
    let consumerBox = Handoff(ring.consumer)
    let wrong = AtomicCounter()
    let wrongBox = Handoff(wrong.share())
    let writing = try RealtimeThread(.init(name: "writer", priority: nil)) { @Sendable in
      var producer = producerBox.take()
      Self.produce(&producer)
    }
    let reading = try RealtimeThread(.init(name: "reader", priority: nil)) { @Sendable in
      var consumer = consumerBox.take()
      Self.consume(&consumer, wrong: wrongBox.take())
    }
    writing.join()
    reading.join()
    let wrongCount = wrong.value
    #expect(wrongCount == 0)
  }
}

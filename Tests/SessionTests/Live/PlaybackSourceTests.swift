import AudioDevices
import Realtime
import SignalProcessing
import Testing

@testable import Session

/// What playback puts where frames are missing.
@Suite struct PlaybackSourceTests {
  private let options = PlaybackOptions(
    format: StreamFormat(
      sampleRate: 48_000, channelCount: 1, periodFrames: 64, bufferFrames: 512,
      sampleFormat: .float32),
    latencyFrames: 256, fadeFrames: 0)

  /// Takes the chunk that is loaded.
  private func take(_ source: inout PlaybackSource) -> [Float] {
    let frames = (0..<source.chunkFrames).map { source.chunk[$0] }
    source.noteWritten(frames.count)
    return frames
  }

  private func write(_ producer: inout FrameProducer, _ sample: Float) {
    let spans = producer.reserve(64)
    for span in [spans.first, spans.second] { span.update(repeating: sample) }
    producer.commit(64)
  }

  @Test func `a second gap while the first is being concealed adds no step`() {
    let ring = FrameRing(capacityFrames: 512, channelCount: 1)
    var producer = ring.producer
    var source = PlaybackSource(consumer: ring.consumer, options: options)
    let signals = LiveSignals(latencyFrames: 256)
    write(&producer, 0.5)
    source.loadChunk()
    var heard = take(&source)
    #expect(heard == [Float](repeating: 0.5, count: 64))
    // Frames are missing behind the first block, and behind the second.
    for place in [64, 128] {
      signals.epochFrame.set(place)
      signals.gaps.add()
      write(&producer, -0.5)
      source.noteGaps(signals)
      let isAtGap = source.isAtGap
      #expect(isAtGap)
      _ = source.loadFiller()
      heard += take(&source)
    }
    while source.isAtGap {
      _ = source.loadFiller()
      heard += take(&source)
    }
    #expect(heard.last == 0)
    #expect(zip(heard, heard.dropFirst()).allSatisfy { $0 >= $1 && $0 - $1 < 0.01 })
    // What lies before the second gap has no time that anybody knows.
    let dropped = source.dropBeforeGap()
    #expect(dropped == 64)
  }
}

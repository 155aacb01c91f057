import AudioDevices
import SignalProcessing
import Testing

@testable import Realtime
@testable import Session

/// What the playback device is fed with.
@Suite struct PlaybackCutTests {
  private static let options = PlaybackOptions(
    format: StreamFormat(
      sampleRate: 48_000, channelCount: 1, periodFrames: 64, bufferFrames: 512,
      sampleFormat: .float32),
    latencyFrames: 128, fadeFrames: 64)

  @Test
  func `a chunk that the device could not take any more is dropped, not played at full level`() {
    let ring = FrameRing(capacityFrames: 512, channelCount: 1)
    var producer = ring.producer
    var source = PlaybackSource(consumer: ring.consumer, options: Self.options)
    let ones = [Float](repeating: 1, count: 256)
    #expect(
      ones.withUnsafeBufferPointer { $0.baseAddress.map { producer.write($0, frames: 256) } } == 256
    )
    // Past the fade-in, so that the next chunk is at full level.
    for _ in 0..<2 {
      source.loadChunk()
      source.noteWritten(source.chunkFrames)
    }
    source.loadChunk()
    #expect(source.chunk[0] == 1)
    source.noteWritten(24)
    #expect(source.cut() == 40)
    #expect(source.chunkFrames == 0)
    source.noteAligned()
    source.loadChunk()
    #expect(source.chunkFrames == 64)
    #expect(source.chunk[0] < 0.01)
  }
}

import Glibc
import SignalProcessing
import Testing

/// Constant offsets, and what only looks like one.
@Suite struct OffsetDetectorTests {
  /// The seconds until an offset was noticed; `nil` if none was within ten.
  private func noticed(
    blockFrames: Int = 256, _ signal: (Double) -> Double
  ) -> Double? {
    let detector = OffsetDetector(channelCount: 1, sampleRate: 48_000)
    var samples = [Float](repeating: 0, count: blockFrames)
    var frame = 0
    while frame < 480_000 {
      for index in samples.indices {
        samples[index] = Float(signal(Double(frame + index) / 48_000))
      }
      frame += blockFrames
      if detector.observe(samples, frames: blockFrames, channelStride: blockFrames) > 0 {
        return Double(frame) / 48_000
      }
    }
    return nil
  }

  @Test(
    "B4: an offset above -40 dBFS is noticed within two seconds",
    arguments: [0.0125, -0.0125, 0.5],
    [64, 256, 4_096])
  func offset(level: Double, blockFrames: Int) {
    let seconds = noticed(blockFrames: blockFrames) { _ in level } ?? 99
    #expect((1...2).contains(seconds))
  }

  @Test("one under a tone of full scale is noticed as well")
  func underTone() {
    let seconds = noticed { 0.05 + 0.9 * sin(2 * .pi * 997 * $0) } ?? 99
    #expect(seconds < 2)
  }

  @Test("one below -40 dBFS is not", arguments: [0.0, 0.0095, -0.0095])
  func small(level: Double) {
    #expect(noticed { _ in level } == nil)
  }

  @Test("a bass tone of full scale is none", arguments: [20.0, 20.2, 23, 31.5, 187.5])
  func bass(frequency: Double) {
    #expect(noticed { sin(2 * .pi * frequency * $0) } == nil)
  }

  @Test("one that lasts less than a second is not noticed")
  func short() {
    #expect(noticed { $0 < 0.9 ? 0.02 : 0 } == nil)
  }

  @Test("each channel is looked at alone, until its offset is gone")
  func channels() {
    let detector = OffsetDetector(channelCount: 3, sampleRate: 48_000)
    var samples = [Float](repeating: 0, count: 768)
    for frame in 0..<256 { samples[256 + frame] = 0.1 }
    for _ in 0..<400 { _ = detector.observe(samples, frames: 256, channelStride: 256) }
    #expect((0..<3).map { detector.isOffset(channel: $0) } == [false, true, false])
    #expect(abs(detector.offset(ofChannel: 1) - 0.1) < 0.001)
    samples = [Float](repeating: 0, count: 768)
    for _ in 0..<400 { _ = detector.observe(samples, frames: 256, channelStride: 256) }
    let isOffset = detector.isOffset(channel: 1)
    #expect(!isOffset)
  }
}

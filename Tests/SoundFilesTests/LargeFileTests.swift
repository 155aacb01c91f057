import Glibc
import SoundFiles
import Testing
import TestSupport

/// Takes 4.1 GiB of disk and half a minute, so it runs only when asked for.
@Suite(.enabled(if: getenv("CONVOLVED_LARGE_FILES") != nil))
struct LargeFileTests {
  private let channels = 256
  private let stepFrames = 4096

  /// Frames whose samples tell where they belong.
  private func step(_ index: Int) -> [Float] {
    (0..<stepFrames * channels).map { Float(($0 &+ index &* 7919) & 0xFFFF) / 65_536 }
  }

  @Test("a WAV file grows past 4 GiB as RF64")
  func pastFourGiB() throws {
    let folder = try TemporaryFolder()
    let frames = ((4 << 30) / (channels * 8) / stepFrames + 50) * stepFrames
    let writer = try SoundFileWriter(
      path: folder.path("a.wav"), sampleRate: 48_000, channelCount: channels,
      encoding: SoundEncoding(container: .wav, sample: .float64))
    // A few different steps, as making samples takes longer than writing them.
    let steps = (0..<5).map(step)
    for index in 0..<frames / stepFrames {
      let samples = steps[index % 5]
      try writer.write(samples.span)
    }
    try writer.commit()

    let reader = try SoundFileReader(path: folder.path("a.wav"))
    #expect(reader.encoding == SoundEncoding(container: .rf64, sample: .float64))
    #expect(reader.declaredFrameCount == frames)
    var staging = [Float](repeating: 0, count: stepFrames * channels)
    for index in 0..<frames / stepFrames {
      let got = try staging.withUnsafeMutableBufferPointer { try reader.read(into: $0) }
      try #require(got == stepFrames)
      try #require(staging == steps[index % 5])
    }
    #expect(try staging.withUnsafeMutableBufferPointer { try reader.read(into: $0) } == 0)
  }
}

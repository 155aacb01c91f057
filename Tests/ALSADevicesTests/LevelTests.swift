import ALSADevices
import AudioDevices
import Testing

extension ALSADevicesTests {
  /// How full a stream says it is.
  @Suite struct LevelTests {
    private let bench = CardBench.shared

    @Test("what was captured is read or waits, at a time that never goes back")
    func capture() throws {
      let capture = try bench.capture("inint32")
      try #require(capture.prepare().isReady && capture.start().isReady)
      var period = [Float](repeating: 0, count: 2 * 1024)
      var last = (frames: 0, time: 0)
      for read in 1...20 {
        #expect(capture.waitForPeriod(milliseconds: 1000).isReady)
        #expect(capture.readPeriod(into: &period).isReady)
        let (outcome, level) = capture.level()
        #expect(outcome.isReady && level.isPlausible && (0...4096).contains(level.frames))
        #expect(read * 1024 + level.frames >= last.frames && level.nanoseconds >= last.time)
        last = (read * 1024 + level.frames, level.nanoseconds)
      }
    }

    @Test("what was written is played or waits")
    func playback() throws {
      let playback = try bench.playback("outint32")
      try #require(playback.prepare().isReady)
      #expect(playback.writeSilence(frames: 4096) == 4096)
      #expect(playback.level().level.frames == 4096)
      try #require(playback.start().isReady)
      for _ in 0..<20 {
        #expect(playback.waitForPeriod(milliseconds: 1000).isReady)
        let level = playback.level().level
        #expect(level.isPlausible && (0...3072).contains(level.frames))
        let room = 4096 - level.frames
        #expect(playback.writeSilence(frames: room).frames >= room)
      }
    }

    @Test("a lost device has no level")
    func lost() throws {
      let capture = try bench.capture("enodev")
      try #require(capture.prepare().isReady && capture.start().isReady)
      var period = [Float](repeating: 0, count: 2 * 1024)
      var outcome = TransferOutcome.ready
      for _ in 0..<20 where outcome.isReady {
        outcome = capture.waitForPeriod(milliseconds: 1000)
        if outcome.isReady { outcome = capture.readPeriod(into: &period) }
      }
      #expect(outcome == .lost)
      #expect(capture.level().outcome == .lost)
    }
  }
}

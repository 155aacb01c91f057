import ALSADevices
import AudioDevices
import Testing

extension ALSADevicesTests {
  /// Where a stream says it is.
  @Suite struct StatusTests {
    private let bench = CardBench.shared

    @Test("captured frames are those read and those waiting, and the stamp is of now")
    func capture() throws {
      let capture = try bench.capture("inint32")
      try capture.prepare()
      #expect(capture.status() == nil)
      try capture.start()
      var period = [Float](repeating: 0, count: 2 * 1_024)
      var last: (frames: Int, stamp: Int64) = (0, 0)
      for read in 1...20 {
        #expect(capture.wait(timeoutMilliseconds: 1_000) == .ready)
        let before = try #require(capture.status())
        #expect(capture.readPeriod(into: &period) == .ready)
        let status = try #require(capture.status())
        #expect(status.isPlausible(bufferFrames: 4_096))
        // Reading moves frames from waiting to read; only the clock makes more of both.
        #expect(status.delayFrames + 1_024 >= before.delayFrames)
        #expect(read * 1_024 + status.delayFrames >= last.frames)
        #expect(status.stampNanoseconds >= last.stamp)
        #expect((0...1_000_000_000).contains(status.nowNanoseconds - status.stampNanoseconds))
        last = (read * 1_024 + status.delayFrames, status.stampNanoseconds)
      }
      capture.stop()
      #expect(capture.status() == nil)
    }

    @Test("queued frames are those written and not played, and room and queue fill the buffer")
    func playback() throws {
      let playback = try bench.playback("outint32")
      try playback.prepare()
      #expect(playback.writeSilence(frames: 4_096) == 4_096)
      try playback.start()
      for _ in 0..<20 {
        #expect(playback.wait(timeoutMilliseconds: 1_000) == .ready)
        let status = try #require(playback.status())
        #expect(status.isPlausible(bufferFrames: 4_096))
        #expect(status.delayFrames + status.availableFrames == 4_096)
        #expect(playback.writeSilence(frames: 1_024) == 1_024)
      }
    }

    @Test("a lost device has no status")
    func lost() throws {
      let capture = try bench.capture("enodev")
      try capture.prepare()
      try capture.start()
      var period = [Float](repeating: 0, count: 2 * 1_024)
      var outcome = TransferOutcome.ready
      for _ in 0..<20 where outcome == .ready {
        outcome = capture.wait(timeoutMilliseconds: 1_000)
        if outcome == .ready { outcome = capture.readPeriod(into: &period) }
      }
      #expect(outcome == .lost)
      #expect(capture.status() == nil)
    }

    @Test("numbers that no buffer can have are told apart")
    func plausible() {
      let numbers = [(0, 0, true), (8, 16, true), (9, 0, false), (0, 17, false), (0, -1, false)]
      for (available, delay, isPlausible) in numbers + [(-1, 0, false), (.max, .max, false)] {
        let status = DeviceStatus(
          availableFrames: available, delayFrames: delay, stampNanoseconds: 1, nowNanoseconds: 1)
        #expect(status.isPlausible(bufferFrames: 8) == isPlausible)
      }
    }
  }
}

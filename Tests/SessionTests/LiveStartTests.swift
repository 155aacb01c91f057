import AudioDevices
import Session
import Testing

/// What is left behind when live sound does not start.
@Suite struct LiveStartTests {
  private static let refusal = DeviceError(kind: .failed, device: "x", message: "it did not start")

  @Test func `a capture device that does not start leaves both stopped`() throws {
    let bench = try LiveBench()
    bench.cards.with { $0.captureStartError = Self.refusal }
    #expect(throws: LiveSessionError.device(Self.refusal)) { try bench.start() }
    expectStopped(bench)
  }

  @Test func `a playback device that does not start leaves both stopped`() throws {
    let bench = try LiveBench()
    bench.cards.with { $0.playbackStartError = Self.refusal }
    #expect(throws: LiveSessionError.device(Self.refusal)) { try bench.start() }
    expectStopped(bench)
  }

  @Test func `a playback device without room for the latency is refused before any clock runs`()
    throws
  {
    let bench = try LiveBench()
    bench.cards.with { $0.queue = [Float](repeating: 0, count: 200) }
    let error = #expect(throws: LiveSessionError.self) { try bench.start() }
    #expect(error?.description.contains("it took 184 of 256 frames") == true)
    expectStopped(bench)
  }

  /// The clocks start last: threads that came after them would begin with frames to catch up.
  @Test func `both threads wait before the clocks start`() throws {
    let bench = try LiveBench()
    var scheduled = 0
    try bench.session.start { () throws(DeviceError) in
      scheduled = bench.session.scheduling.count
      try bench.capture.start()
      try bench.playback.start()
    }
    #expect(scheduled == 2)
    bench.play(3)
    try bench.stop()
  }

  private func expectStopped(_ bench: LiveBench) {
    #expect(!bench.session.isRunning)
    let calls = bench.cards.with { $0.calls }
    #expect(calls.suffix(2) == ["capture stop", "playback stop"])
    #expect(bench.cards.with { $0.drainMilliseconds.isEmpty })
  }
}

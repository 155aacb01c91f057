import AudioDevices
import Session
import Testing

/// Two real threads between two cards without a clock of their own.
@Suite struct LiveSessionTests {
  @Test func `every frame is heard once, the latency after it was captured`() throws {
    let bench = try LiveBench()
    try bench.start()
    bench.play(20)
    // What is queued last is still to be heard.
    #expect(bench.heardFrames == 20 * 64 - 256)
    #expect(bench.misplacedFrames == 0)
    #expect(bench.session.isRunning)
    try bench.stop()
    let status = bench.session.takeStatus()
    #expect(status.frameCount == 22 * 64)
    #expect(status.captureXruns + status.playbackXruns + status.droppedFrames == 0)
    #expect(bench.cards.with { $0.tornFrames } == 0)
  }

  @Test func `a stop fades out to silence, and all of it is heard`() throws {
    let bench = try LiveBench()
    try bench.start()
    bench.play(8)
    try bench.stop()
    let fadeStart = 8 * 64
    let gains = bench.cards.with { cards in
      cards.heard.map { $0.sample / Float($0.time - 256 + 1) }
    }
    #expect(gains.count == fadeStart + 128)
    #expect(gains.prefix(fadeStart).allSatisfy { $0 == 1 })
    #expect(zip(gains.dropFirst(fadeStart), gains.dropFirst(fadeStart + 1)).allSatisfy { $0 > $1 })
    #expect(gains.last.map { $0 < 1e-4 } == true)
  }

  @Test func `the drain has time for all that is queued`() throws {
    let bench = try LiveBench(period: 4096, sampleRate: 8000, latencyFrames: 24_576)
    try bench.start()
    bench.play(1)
    bench.session.requestStop()
    bench.pass(1)
    try bench.finish()
    // Three seconds of latency and the room above it.
    #expect(bench.cards.with { $0.drainMilliseconds }.allSatisfy { $0 >= 4096 })
  }

  @Test func `a period longer than a wait does not cut the fade short`() throws {
    let bench = try LiveBench(
      period: 4096, sampleRate: 8000, latencyFrames: 16_384, fadeFrames: 4096)
    try bench.start()
    bench.play(2)
    bench.session.requestStop()
    // 512 ms are ten waits of 50 ms.
    bench.cards.with { $0.captureWaits = [TransferOutcome](repeating: .timedOut, count: 10) }
    bench.pass(1)
    try bench.finish()
    #expect(bench.heardFrames == 3 * 4096)
  }

  @Test func `a stop is heard although the capture device stands still`() throws {
    let bench = try LiveBench()
    try bench.start()
    bench.play(5)
    bench.cards.with { $0.captureIsStalled = true }
    bench.session.requestStop()
    try bench.finish()
    #expect(!bench.session.isRunning)
    #expect(bench.heardFrames == 5 * 64)
  }

  @Test func `a stop is heard although the playback device stands still`() throws {
    let bench = try LiveBench()
    try bench.start()
    bench.play(5)
    bench.cards.with { $0.playbackIsStalled = true }
    // More than the device has room for.
    bench.play(4)
    try bench.stop()
    #expect(!bench.session.isRunning)
  }

  @Test func `a stop after an overrun ends what has nothing to fade`() throws {
    let bench = try LiveBench()
    try bench.start()
    bench.play(5)
    bench.session.requestStop()
    bench.cards.with { $0.captureWaits = [.xrun] }
    try bench.finish()
    #expect(bench.session.takeStatus().captureXruns == 1)
  }
}

import AudioDevices
import Session
import Testing

/// What goes wrong while live sound runs.
@Suite struct LiveFaultTests {
  @Test func `an underrun queues exactly the latency again`() throws {
    let bench = try startedBench()
    bench.cards.with { $0.playbackWrites = [.xrun] }
    bench.play(1)
    bench.play(11)
    #expect(bench.session.takeStatus().playbackXruns == 1)
    // The block that could not be written.
    #expect(bench.session.takeStatus().droppedFrames == 64)
    // The latency, less the block that playback starts again with.
    #expect(bench.cards.with { $0.prefills } == [256, 256 - 64])
    expectSound(bench)
    try bench.stop()
  }

  @Test func `a playback device that slept is refilled as well`() throws {
    let bench = try startedBench()
    bench.cards.with { $0.playbackWrites = [.suspended] }
    bench.play(12)
    #expect(bench.session.takeStatus().suspensions == 1)
    expectSound(bench)
    try bench.stop()
  }

  @Test(
    "an overrun, or a sleep, halts playback, which starts again at the latency",
    arguments: [TransferOutcome.xrun, .suspended])
  func captureStops(outcome: TransferOutcome) throws {
    let bench = try startedBench()
    // These periods are lost with the overrun.
    bench.playAtOnce(2) { $0.captureWaits = [outcome] }
    bench.play(12)
    let status = bench.session.takeStatus()
    #expect(status.captureXruns == (outcome == .xrun ? 1 : 0))
    #expect(status.suspensions == (outcome == .suspended ? 1 : 0))
    #expect(status.playbackXruns == 0)
    #expect(bench.cards.with { $0.prefills } == [256, 256 - 64])
    expectSound(bench)
    try bench.stop()
  }

  /// Both threads woke up too late for playback and early enough for capture.
  @Test func `periods that wait in the capture device do not add to the latency`() throws {
    let bench = try startedBench()
    bench.playAtOnce(6)
    bench.play(12)
    #expect(bench.session.takeStatus().playbackXruns == 1)
    expectSound(bench)
    try bench.stop()
  }

  @Test func `a period that passes while playback is filled does not add to the latency`() throws {
    let bench = try startedBench()
    bench.cards.with {
      $0.playbackWrites = [.xrun]
      $0.periodsDuringRefill = 2
    }
    bench.play(12)
    expectSound(bench)
    try bench.stop()
  }

  @Test func `a backlog longer than the latency is dropped`() throws {
    let bench = try startedBench()
    bench.playAtOnce(15)
    bench.play(12)
    expectSound(bench)
    try bench.stop()
  }

  @Test func `a ring that is full drops whole blocks, counts them, and playback starts anew`()
    throws
  {
    let bench = try startedBench()
    bench.cards.with { $0.playbackIsStalled = true }
    let before = bench.cards.with { $0.heard.count }
    for _ in 0..<40 where bench.cards.with({ $0.playbackIsStalled }) { bench.play(1) }
    let status = bench.session.takeStatus()
    // The block that did not fit, and all that waited.
    #expect(status.droppedFrames >= 64 && status.droppedFrames % 64 == 0)
    #expect(status.playbackXruns == 0)
    bench.play(12)
    #expect(bench.heardFrames > before)
    expectSound(bench)
    try bench.stop()
  }

  @Test(
    "a capture device that fails ends both threads, and its name is told",
    arguments: [
      (TransferOutcome.lost, "microphone: the device is gone"),
      (.failed(5), "microphone: the driver failed (Input/output error)"),
    ])
  func captureFails(outcome: TransferOutcome, sentence: String) throws {
    for place in [\LiveCards.captureWaits, \.captureReads] {
      let bench = try startedBench()
      bench.cards.with { $0[keyPath: place] = [outcome] }
      bench.play(1)
      let error = #expect(throws: LiveSessionError.self) { try bench.finish() }
      #expect(error?.description.hasPrefix(sentence) == true)
      #expect(!bench.session.isRunning)
      // What was queued before is heard.
      #expect(bench.heardFrames == 12 * 64)
      #expect(bench.cards.with { $0.calls }.suffix(2) == ["capture stop", "playback stop"])
    }
  }

  @Test func `a capture device that does not recover ends both threads`() throws {
    let bench = try startedBench()
    bench.cards.with {
      $0.captureWaits = [.xrun]
      $0.captureRecoveries = [.lost]
    }
    bench.play(1)
    #expect(throws: LiveSessionError.self) { try bench.finish() }
  }

  @Test("a playback device that fails ends both threads, and its name is told", arguments: [1, 2])
  func playbackFails(calls: Int) throws {
    let bench = try startedBench()
    bench.cards.with {
      // At once, or when it is to be cured of an underrun.
      $0.playbackWrites = [calls == 1 ? .lost : .xrun]
      $0.playbackResets = [.lost]
    }
    bench.play(1)
    let error = #expect(throws: LiveSessionError.self) { try bench.finish() }
    #expect(error?.description.hasPrefix("speaker: the device is gone") == true)
    #expect(!bench.session.isRunning)
  }

  private func startedBench() throws -> LiveBench {
    let bench = try LiveBench()
    try bench.start()
    bench.play(12)
    return bench
  }

  /// Sound is heard again, and all of it at its time.
  private func expectSound(_ bench: LiveBench, _ location: SourceLocation = #_sourceLocation) {
    let cards = bench.cards.with { $0 }
    #expect(cards.tornFrames == 0, sourceLocation: location)
    #expect(bench.misplacedFrames == 0, sourceLocation: location)
    let lastHeard = cards.heard.last.map { $0.time } ?? 0
    #expect(lastHeard == cards.now - 1, sourceLocation: location)
  }
}

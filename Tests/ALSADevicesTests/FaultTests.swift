import ALSADevices
import AudioDevices
import Testing

extension ALSADevicesTests {
  /// What goes wrong with devices, and how far a stream can be cured.
  ///
  /// The faulty cards have their fault at frame 4096, the end of the fourth period.
  @Suite struct FaultTests {
    private let bench = CardBench.shared

    @Test("an overrun and a sleep are reported, and capture goes on", arguments: stoppingFaults)
    func captureRecovers(card: String, fault: TransferOutcome) throws {
      let capture = try bench.capture(card)
      try capture.prepare()
      try capture.start()
      var captured = Captured(capture)
      #expect(captured.readPeriods(20) == fault)
      #expect(captured.periods <= 4)
      #expect(capture.recover().isReady)
      #expect(captured.readPeriods(20).isReady)
      // The card loses no frame of its file, so a seam would show.
      #expect(captured.isBeginning(of: bench.read("in.S32_LE")))
    }

    @Test("an underrun and a sleep are reported, and playback goes on", arguments: stoppingFaults)
    func playbackRecovers(card: String, fault: TransferOutcome) throws {
      let playback = try bench.playback(card)
      try playback.prepare()
      _ = playback.writeSilence(frames: 4096)
      try playback.start()
      #expect(playSilence(playback, periods: 20) == fault)
      #expect(playback.reset().isReady)
      // Ready, empty and not running: the whole buffer is free, and nothing moves.
      #expect(playback.writeSilence(frames: 9999) == 4096)
      #expect(playback.wait(timeoutMilliseconds: 20) == .timedOut)
      #expect(playback.resume().isReady)
      #expect(playSilence(playback, periods: 20).isReady)
    }

    @Test("a program that is late underruns for real, again after every start")
    func lateProgram() throws {
      let playback = try bench.playback("late")
      try playback.prepare()
      for _ in 0..<3 {
        #expect(playback.writeSilence(frames: 2048) == 2048)
        // 1000 times as fast: two periods last 43 microseconds.
        #expect(playback.resume().isReady)
        #expect(playUntilFault(playback) == .xrun)
        #expect(playback.reset().isReady)
      }
    }

    @Test("starting what runs is an error")
    func startTwice() throws {
      let capture = try bench.capture("inint32")
      try capture.prepare()
      try capture.start()
      #expect(throws: DeviceError.self) { try capture.start() }
    }

    @Test("a lost device is lost for good, in both directions")
    func lost() throws {
      let capture = try bench.capture("enodev")
      try capture.prepare()
      try capture.start()
      var captured = Captured(capture)
      #expect(captured.readPeriods(20) == .lost)
      #expect(capture.wait(timeoutMilliseconds: 10) == .lost)
      #expect(capture.recover() == .lost)
      #expect(throws: DeviceError.self) { try capture.prepare() }

      let playback = try bench.playback("enodev")
      try playback.prepare()
      _ = playback.writeSilence(frames: 4096)
      try playback.start()
      #expect(playSilence(playback, periods: 20) == .lost)
      #expect(playback.writeSilence(frames: 1).outcome == .lost)
      #expect(playback.reset() == .lost)
      #expect(playback.drain(timeoutMilliseconds: 1000) == .lost)
    }

    @Test("an unplugged device is lost, missing while it is away, and back when it is back")
    func unplugged() throws {
      bench.write([], to: "present")
      let capture = try bench.capture("plugged")
      try capture.prepare()
      try capture.start()
      var captured = Captured(capture)
      #expect(captured.readPeriods(2).isReady)
      bench.remove("present")
      #expect(captured.readPeriods(20) == .lost)
      let error = #expect(throws: DeviceError.self) { try bench.capture("plugged") }
      #expect(error?.kind == .missing)
      bench.write([], to: "present")
      #expect(throws: Never.self) { try bench.capture("plugged") }
    }

    @Test("a device that stands still costs the time given and no more")
    func stalled() throws {
      let capture = try bench.capture("stall")
      try capture.prepare()
      try capture.start()
      var captured = Captured(capture)
      let clock = ContinuousClock()
      #expect(captured.readPeriods(20, timeoutMilliseconds: 40) == .timedOut)
      var outcome = TransferOutcome.ready
      let time = clock.measure { outcome = capture.wait(timeoutMilliseconds: 40) }
      #expect(outcome == .timedOut)
      #expect(time >= .milliseconds(40) && time < .seconds(2))
      #expect(capture.wait(timeoutMilliseconds: 0) == .timedOut)

      let playback = try bench.playback("stall")
      try playback.prepare()
      _ = playback.writeSilence(frames: 4096)
      try playback.start()
      #expect(playSilence(playback, periods: 20, timeoutMilliseconds: 40) == .timedOut)
      #expect(playback.drain(timeoutMilliseconds: 40) == .timedOut)
      #expect(playback.reset().isReady)
    }

    @Test("wake-ups with nothing to do and a leap of the clock lose no frame")
    func early() throws {
      for card in ["early", "jump"] {
        let capture = try bench.capture(card)
        try capture.prepare()
        try capture.start()
        var captured = Captured(capture)
        #expect(captured.readPeriods(20).isReady)
        #expect(captured.isBeginning(of: bench.read("in.S32_LE")))
      }
    }

    static let stoppingFaults: [(String, TransferOutcome)] = [
      ("xrun", .xrun), ("suspend", .suspended),
    ]
  }
}

/// What has been read from a device, planar periods of two channels.
private struct Captured {
  let capture: ALSACapture
  private var samples: [Float] = []
  private var period: [Float]
  var periods: Int { samples.count / period.count }

  init(_ capture: ALSACapture) {
    self.capture = capture
    period = [Float](repeating: 0, count: 2 * capture.format.periodFrames)
  }

  mutating func readPeriods(_ count: Int, timeoutMilliseconds: Int32 = 2000) -> TransferOutcome {
    for _ in 0..<count {
      let woken = capture.wait(timeoutMilliseconds: timeoutMilliseconds)
      guard woken.isReady else { return woken }
      let read = capture.readPeriod(into: &period)
      guard read.isReady else { return read }
      samples += period
    }
    return .ready
  }

  /// Whether nothing else was read than the first frames of this file of 32-bit integers.
  func isBeginning(of bytes: [UInt8]) -> Bool {
    let frames = period.count / 2
    return samples.indices.allSatisfy { index in
      let frame = index / period.count * frames + index % frames
      let at = 4 * (2 * frame + index % period.count / frames)
      let bits = (0..<4).reduce(UInt32(0)) { $0 | UInt32(bytes[at + $1]) << (8 * $1) }
      return samples[index] == Float(Int32(bitPattern: bits)) * 0x1p-31
    }
  }
}

private func playSilence(
  _ playback: ALSAPlayback, periods: Int, timeoutMilliseconds: Int32 = 2000
) -> TransferOutcome {
  for _ in 0..<periods {
    let woken = playback.wait(timeoutMilliseconds: timeoutMilliseconds)
    guard woken.isReady else { return woken }
    let written = playback.writeSilence(frames: playback.format.periodFrames)
    guard written.outcome.isReady else { return written.outcome }
  }
  return .ready
}

/// Waits without writing: the device runs dry.
private func playUntilFault(_ playback: ALSAPlayback) -> TransferOutcome {
  for _ in 0..<1000 {
    let woken = playback.wait(timeoutMilliseconds: 2000)
    guard woken.isReady else { return woken }
  }
  return .ready
}

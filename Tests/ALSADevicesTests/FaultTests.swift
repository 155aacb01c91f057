import ALSADevices
import AudioDevices
import Glibc
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
      #expect(capture.prepare().isReady)
      #expect(capture.start().isReady)
      var captured = Captured(capture)
      #expect(captured.readPeriods(20) == fault)
      #expect(captured.periods <= 4)
      #expect(capture.restart().isReady)
      #expect(captured.readPeriods(20).isReady)
      // The card loses no frame of its file, so a seam would show.
      #expect(captured.isBeginning(of: bench.read("in.S32_LE")))
    }

    @Test("an underrun and a sleep are reported, and playback goes on", arguments: stoppingFaults)
    func playbackRecovers(card: String, fault: TransferOutcome) throws {
      let playback = try bench.playback(card)
      #expect(playback.prepare().isReady)
      _ = playback.writeSilence(frames: 4096)
      #expect(playback.start().isReady)
      #expect(playSilence(playback, periods: 20) == fault)
      #expect(playback.prepare().isReady)
      // Ready, empty and not running: the whole buffer is free, and nothing moves.
      #expect(playback.writeSilence(frames: 9999) == 4096)
      #expect(playback.waitForPeriod(milliseconds: 20) == .notYet)
      #expect(playback.start().isReady)
      #expect(playSilence(playback, periods: 20).isReady)
    }

    @Test("a program that is late underruns for real, again after every start")
    func lateProgram() throws {
      let playback = try bench.playback("late")
      #expect(playback.prepare().isReady)
      for _ in 0..<3 {
        #expect(playback.writeSilence(frames: 2048) == 2048)
        // 1000 times as fast: two periods last 43 microseconds.
        #expect(playback.start().isReady)
        #expect(playUntilFault(playback) == .xrun)
        #expect(playback.prepare().isReady)
      }
    }

    @Test("starting what runs is an error")
    func startTwice() throws {
      let capture = try bench.capture("inint32")
      #expect(capture.prepare().isReady)
      #expect(capture.start().isReady)
      #expect(!capture.start().isReady)
    }

    @Test("a lost device is lost for good, in both directions")
    func lost() throws {
      let capture = try bench.capture("enodev")
      #expect(capture.prepare().isReady)
      #expect(capture.start().isReady)
      var captured = Captured(capture)
      #expect(captured.readPeriods(20) == .lost)
      #expect(capture.waitForPeriod(milliseconds: 10) == .lost)
      #expect(capture.prepare() == .lost)
      #expect(capture.prepare() == .lost)

      let playback = try bench.playback("enodev")
      #expect(playback.prepare().isReady)
      _ = playback.writeSilence(frames: 4096)
      #expect(playback.start().isReady)
      #expect(playSilence(playback, periods: 20) == .lost)
      #expect(playback.writeSilence(frames: 1).outcome == .lost)
      #expect(playback.prepare() == .lost)
      #expect(playback.drainToEnd(milliseconds: 1000) == .lost)
    }

    @Test("an unplugged device is lost, missing while it is away, and back when it is back")
    func unplugged() throws {
      bench.write([], to: "present")
      let capture = try bench.capture("plugged")
      #expect(capture.prepare().isReady)
      #expect(capture.start().isReady)
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
      #expect(capture.prepare().isReady)
      #expect(capture.start().isReady)
      var captured = Captured(capture)
      let clock = ContinuousClock()
      #expect(captured.readPeriods(20, timeoutMilliseconds: 40) == .notYet)
      var outcome = TransferOutcome.ready
      let time = clock.measure { outcome = capture.waitForPeriod(milliseconds: 40) }
      #expect(outcome == .notYet)
      #expect(time >= .milliseconds(40) && time < .seconds(2))
      #expect(capture.waitForPeriod(milliseconds: 0) == .notYet)

      let playback = try bench.playback("stall")
      #expect(playback.prepare().isReady)
      _ = playback.writeSilence(frames: 4096)
      #expect(playback.start().isReady)
      #expect(playSilence(playback, periods: 20, timeoutMilliseconds: 40) == .notYet)
      #expect(playback.drainToEnd(milliseconds: 40) == .notYet)
      #expect(playback.prepare().isReady)
    }

    @Test("wake-ups with nothing to do and a leap of the clock lose no frame")
    func early() throws {
      for card in ["early", "jump"] {
        let capture = try bench.capture(card)
        #expect(capture.prepare().isReady)
        #expect(capture.start().isReady)
        var captured = Captured(capture)
        #expect(captured.readPeriods(20).isReady)
        #expect(captured.isBeginning(of: bench.read("in.S32_LE")))
      }
    }

    @Test("A14: a device that wakes us for nothing, again and again, is waited for with pauses")
    func restless() throws {
      let capture = try bench.capture("restless")
      #expect(capture.prepare().isReady)
      #expect(capture.start().isReady)
      var captured = Captured(capture)
      _ = captured.readPeriods(4)
      let before = Self.pauses
      #expect(capture.waitForPeriod(milliseconds: 400) == .notYet)
      // A hundred and more on a machine with time; without pauses the thread stops once, when the
      // device has nothing more to wake it for.
      #expect(Self.pauses - before >= 5)
    }

    /// How often this thread has given its processor away.
    private static var pauses: Int {
      var usage = rusage()
      // RUSAGE_THREAD, which is not imported.
      getrusage(1, &usage)
      return usage.ru_nvcsw
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

  mutating func readPeriods(_ count: Int, timeoutMilliseconds: Int = 2000) -> TransferOutcome {
    for _ in 0..<count {
      let woken = capture.waitForPeriod(milliseconds: timeoutMilliseconds)
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
  _ playback: ALSAPlayback, periods: Int, timeoutMilliseconds: Int = 2000
) -> TransferOutcome {
  for _ in 0..<periods {
    let woken = playback.waitForPeriod(milliseconds: timeoutMilliseconds)
    guard woken.isReady else { return woken }
    let written = playback.writeSilence(frames: playback.format.periodFrames)
    guard written.outcome.isReady else { return written.outcome }
  }
  return .ready
}

/// Waits without writing: the device runs dry.
private func playUntilFault(_ playback: ALSAPlayback) -> TransferOutcome {
  for _ in 0..<1000 {
    let woken = playback.waitForPeriod(milliseconds: 2000)
    guard woken.isReady else { return woken }
  }
  return .ready
}

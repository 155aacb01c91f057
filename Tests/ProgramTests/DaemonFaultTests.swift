import Glibc
import Testing
import TestSupport

extension DaemonTests {
  /// What the daemon does about devices that fail while it runs.
  @Suite struct FaultTests {
    private static let faultFrame = 48_000

    @Test(
      "A1, A2, A6: after an xrun or a sleep sound comes back at the latency that was set",
      arguments: ["capture", "playback"], ["xrun", "suspend"])
    func recovery(side: String, kind: String) throws {
      let bench = try DaemonBench()
      bench.useRealTime()
      let fault = "\(kind)@\(Self.faultFrame)"
      if side == "capture" { bench.capture.fault = fault } else { bench.playback.fault = fault }
      let input = DaemonBench.noise
      try bench.writeCapture(input)
      let result = try bench.run(seconds: 2)
      #expect(result.ending == .exited(0), "\(result.errors)")
      let report = DaemonReport(result)
      #expect(report.captureXruns == (side == "capture" && kind == "xrun" ? 1 : 0))
      #expect(report.playbackXruns == (side == "playback" && kind == "xrun" ? 1 : 0))
      #expect(report.suspensions == (kind == "suspend" ? 1 : 0))
      for (heard, input) in zip(try bench.heard(), input) {
        try expectOneGap(heard, input, bench, isCapture: side == "capture")
      }
    }

    /// The channel is the input with one gap, after which it comes as late as before, but for the
    /// microseconds by which a clock is read late. A capture card goes on where it stopped.
    private func expectOneGap(
      _ heard: [Float], _ input: [Float], _ bench: DaemonBench, isCapture: Bool
    ) throws {
      let latency = bench.latencyFrames
      // Dropped frames may have moved the fade at the end off the periods.
      let whole = latency + (try bench.framesBeforeEnd([heard])) - bench.periodFrames
      let wanted = DaemonReference.written(input, heldFrames: 0)
      let gap = try #require(firstDifference(heard, from: latency, wanted[..<(whole - latency)]))
      #expect(gap >= Self.faultFrame - latency)
      // At most the latency, two periods and the rise are missing.
      let from = gap + latency + 2 * bench.periodFrames + 240
      let run = heard[from..<from + 32]
      let reach = isCapture ? 2 * latency : 24
      let found = try #require(
        (from - latency - reach...from - latency + 24).first { input[$0..<$0 + 32] == run })
      let rest = input[found..<found + whole - from]
      #expect(firstDifference(Array(heard[..<whole]), from: from, rest) == nil)
    }

    @Test(
      "B5: denormals that a driver has kept are flushed again, and that is told once",
      arguments: ["capture", "playback"])
    func denormals(side: String) throws {
      let bench = try DaemonBench()
      bench.useRealTime()
      if side == "capture" {
        bench.capture.fault = "denormals@24000"
      } else {
        bench.playback.fault = "denormals@24000"
      }
      let result = try bench.run(seconds: 1)
      #expect(result.ending == .exited(0), "\(result.errors)")
      let lines = DaemonReport(result).lines
      #expect(lines.count { $0.contains("denormals were not flushed to zero any more") } == 1)
    }

    @Test(
      "A7, A8: it waits for a device that is lost, and plays on when it is back",
      arguments: ["capture", "playback"])
    func lost(side: String) throws {
      let bench = try DaemonBench()
      bench.useRealTime()
      try bench.folder.write([], as: "present")
      let present = bench.folder.path("present")
      if side == "capture" {
        bench.capture.present = present
      } else {
        bench.playback.present = present
      }
      let daemon = try bench.start(bench.listening + ["--for", "1.5"])
      let control = try bench.connect()
      try bench.awaitHeard(frames: 24_000)
      unlink(present)
      try daemon.awaitLine("the device is gone; waiting for the \(side) device")
      try daemon.awaitLine("waiting for it")
      #expect(try control.happened("device_lost") == 1)
      #expect(try control.happened("device_waiting") == 1)
      #expect(try control.happened("device_opened") == 2)
      #expect(try control.figure("phase{phase=\"waiting\"}") == 1)
      try bench.folder.write([], as: "present")
      let result = try daemon.result()
      #expect(result.ending == .exited(0), "\(result.errors)")
      let lines = DaemonReport(result).lines
      #expect(lines.count { $0.contains("devices started") } == 2)
      #expect(DaemonReport(result).frameCount >= 72_000)
    }

    @Test func `A7: a device that goes while the other is waited for is told and closed`() throws {
      let bench = try DaemonBench()
      bench.useRealTime()
      let presence = [bench.folder.path("in-present"), bench.folder.path("out-present")]
      for name in ["in-present", "out-present"] { try bench.folder.write([], as: name) }
      (bench.capture.present, bench.playback.present) = (presence[0], presence[1])
      let daemon = try bench.start(["--for", "1"])
      try bench.awaitHeard(frames: 12_000)
      unlink(presence[0])
      try daemon.awaitLine("in: the device is gone; waiting for the capture device")
      // By then its session is over, and the playback device is kept.
      try daemon.awaitLine("in: there is no such capture device")
      unlink(presence[1])
      try daemon.awaitLine("out: the device is gone; waiting for it")
      for name in ["in-present", "out-present"] { try bench.folder.write([], as: name) }
      let result = try daemon.result()
      #expect(result.ending == .exited(0), "\(result.errors)")
      #expect(DaemonReport(result).lines.count { $0.contains("devices started") } == 2)
    }

    @Test(
      "A9, A20: it starts without its devices, says why it waits, and ends when it is asked to",
      arguments: [(EBUSY, "another program uses it"), (ENODEV, "there is no such playback device")])
    func absent(refusal: Int32, reason: String) throws {
      let bench = try DaemonBench()
      bench.playback.refusal = refusal
      let daemon = try bench.start()
      try daemon.awaitLine("waiting for it")
      daemon.send(SIGTERM)
      let result = try daemon.result()
      #expect(result.ending == .exited(0), "\(result.errors)")
      #expect(result.errors.contains("convolved: out: \(reason)"), "\(result.errors)")
      #expect(DaemonReport(result).frameCount == 0)
    }

    @Test(
      "B1, S1: what is no sound costs its block and a fade, and is never heard",
      arguments: [Float.nan, .infinity, 1e38])
    func poison(value: Float) throws {
      let bench = try DaemonBench()
      bench.useRealTime()
      bench.chain = ["- gain: {on: [L, R], gain: -6}"]
      var input = DaemonBench.noise
      input[1][48_100] = value
      try bench.writeCapture(input)
      let result = try bench.run(seconds: 2)
      #expect(result.ending == .exited(0), "\(result.errors)")
      #expect(result.errors.contains("a block came in that is no sound"))
      #expect(!result.errors.contains("muted"))
      for heard in try bench.heard() {
        #expect(heard.allSatisfy { abs($0) <= 0.6 })
        // A block, the ramps around it, and a period of slack.
        let silent = heard[40_000..<60_000].count { $0 == 0 }
        #expect(silent < 3 * bench.periodFrames, "\(silent)")
      }
    }

    @Test(
      "B2, B3: a chain that makes what must not be heard is muted, until it is released",
      arguments: [Float(1e30), 40])
    func runaway(peak: Float) throws {
      let bench = try DaemonBench()
      bench.useRealTime()
      try bench.writeSound([[0, 0, peak]], as: "ir.wav")
      bench.chain = ["- convolve: {ir: ir.wav}"]
      bench.playback.keys = "ceiling: -1 dB"
      var input = [[Float]](repeating: [Float](repeating: 0, count: 240_000), count: 2)
      for frame in 48_000..<48_100 { input[0][frame] = 0.7 }
      for frame in 150_000..<160_000 { input[1][frame] = 0.01 }
      try bench.writeCapture(input)
      let daemon = try bench.start()
      try daemon.awaitLine("the output is muted until SIGUSR1 or a new start")
      daemon.send(SIGUSR1)
      try daemon.awaitLine("the output is heard again")
      try bench.awaitHeard(frames: 170_000)
      daemon.send(SIGTERM)
      let result = try daemon.result()
      #expect(result.ending == .exited(0), "\(result.errors)")
      let heard = try bench.heard()
      #expect(heard.allSatisfy { $0.allSatisfy { abs($0) <= 0.892 } })
      #expect(heard[0].allSatisfy { $0 == 0 }, "the runaway was heard")
      if peak == 40 { #expect(heard[1].count { abs($0 - 0.4) < 1e-4 } > 9000) }
    }

    @Test(
      "A17: cards 3000 ppm apart are followed, or else the latency is restored",
      arguments: [true, false])
    func drift(isFollowed: Bool) throws {
      let bench = try DaemonBench()
      bench.useRealTime()
      bench.audioKeys = ", rate_matching: \(isFollowed ? "on" : "off")"
      bench.capture.ppm = 1500
      bench.playback.ppm = -1500
      let daemon = try bench.start(bench.listening)
      let control = try bench.connect()
      var told = 0.0
      // A busy machine needs longer than six seconds to tell the difference to a tenth.
      for seconds in 6...15 {
        try bench.awaitHeard(frames: seconds * 48_000)
        told = try control.figure("clock_difference_ppm") ?? 0
        if !isFollowed || (2700...3300).contains(told) { break }
      }
      #expect(!isFollowed || (2700...3300).contains(told), "\(told)")
      daemon.send(SIGTERM)
      let result = try daemon.result()
      #expect(result.ending == .exited(0), "\(result.errors)")
      let report = DaemonReport(result)
      #expect(report.captureXruns + report.playbackXruns == 0, "\(result.errors)")
      #expect((report.droppedFrames == 0) == isFollowed, "\(result.errors)")
      #expect(result.errors.contains("follows that of capture, 48 frames later") == isFollowed)
    }

    @Test func `A14: wake-ups with nothing to do lose no frame`() throws {
      let bench = try DaemonBench()
      bench.capture.fault = "early@30000"
      let input = DaemonBench.noise
      try bench.writeCapture(input)
      let result = try bench.run(seconds: 2)
      let report = DaemonReport(result)
      for (heard, input) in zip(try bench.heard(), input) {
        #expect(bench.firstDifference(heard, input, report) == nil, "\(result.errors)")
      }
    }

    @Test func `A1: a process that is held up again and again loses no frame that its cards keep`()
      throws
    {
      let bench = try DaemonBench()
      let input = DaemonBench.noise
      try bench.writeCapture(input)
      let daemon = try bench.start(["--for", "4"])
      try bench.awaitHeard(frames: 20_000)
      for _ in 0..<8 {
        daemon.send(SIGSTOP)
        usleep(25_000)
        daemon.send(SIGCONT)
        usleep(5000)
      }
      let result = try daemon.result()
      let report = DaemonReport(result)
      for (heard, input) in zip(try bench.heard(), input) {
        #expect(bench.firstDifference(heard, input, report) == nil, "\(result.errors)")
      }
    }

    @Test(
      "A4: playback that runs dry again and again is given more latency, four steps and no more",
      arguments: [2, 8])
    func storm(periods: Int) throws {
      let bench = try DaemonBench()
      bench.useRealTime()
      bench.latencyFrames = periods * bench.periodFrames
      // Steps 0.4 s apart, of which the log holds some back.
      bench.playback.fault = (1...30).map { "xrun@\(4000 * $0)" }.joined(separator: ",")
      let daemon = try bench.start(bench.listening + ["--for", "4"])
      let control = try bench.connect()
      try bench.awaitHeard(frames: 140_000)
      // Those that no line was told of are counted as well.
      let counted = try control.figure("xruns_total{side=\"playback\"}") ?? 0
      let joint = try control.happened("both_xruns") ?? 0
      #expect(try control.happened("playback_xrun") == Int(counted) - joint)
      let result = try daemon.result()
      #expect(result.ending == .exited(0), "\(result.errors)")
      let report = DaemonReport(result)
      #expect(report.playbackXruns >= 25)
      let highest = bench.latencyFrames + 4 * bench.periodFrames
      #expect(report.times("latency raised") == 4, "\(result.errors)")
      #expect(!report.lines.contains { $0.contains("raised to \(highest + bench.periodFrames)") })
    }

    /// Under SCHED_FIFO a few late wake-ups belong to a busy virtual machine; many would mean that
    /// the threads wait for each other. At normal priority anything may happen.
    @Test func `in real time, with little queued, xruns stay within a budget`() throws {
      let bench = try DaemonBench()
      bench.periodFrames = 128
      bench.latencyFrames = 512
      for card in [\DaemonBench.capture, \.playback] {
        bench[keyPath: card].speed = 1
        bench[keyPath: card].isPatient = false
      }
      let result = try bench.run(seconds: 3)
      let report = DaemonReport(result)
      #expect(result.ending == .exited(0))
      if report.isRealtime {
        #expect(report.captureXruns + report.playbackXruns <= 10, "\(result.errors)")
      }
    }
  }
}

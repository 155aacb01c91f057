import Testing

extension DaemonTests {
  /// What the daemon does about devices that fail while it runs.
  @Suite struct FaultTests {
    private static let faultFrame = 48_000

    @Test(
      "an xrun or a sleep is counted, and sound comes back at the latency that was set",
      arguments: ["capture", "playback"], ["xrun", "suspend"])
    func recovery(side: String, kind: String) throws {
      let bench = try DaemonBench()
      let fault = "\(kind)@\(Self.faultFrame)"
      if side == "capture" { bench.capture.fault = fault } else { bench.playback.fault = fault }
      let input = DaemonBench.noise
      try bench.writeCapture(input)
      let result = try bench.run(seconds: 2.5)
      #expect(result.ending == .exited(0), "\(result.errors)")
      let report = DaemonReport(result)
      #expect(report.captureXruns == (side == "capture" && kind == "xrun" ? 1 : 0))
      #expect(report.playbackXruns == (side == "playback" && kind == "xrun" ? 1 : 0))
      #expect(report.suspensions == (kind == "suspend" ? 1 : 0))
      for (heard, input) in zip(try bench.heard(), input) {
        try expectOneGap(heard, input, bench, report)
      }
    }

    /// The channel is the input with one gap, which ends in the latency that was set: silence, and
    /// the periods that were there when playback started again.
    private func expectOneGap(
      _ heard: [Float], _ input: [Float], _ bench: DaemonBench, _ report: DaemonReport
    ) throws {
      let latency = bench.latencyFrames, period = bench.periodFrames
      let both = min(heard.count - latency, input.count)
      let gap = try #require(firstDifference(heard, from: latency, input[..<both]))
      let resumed = try #require(heard[gap...].firstIndex { $0 != 0 })
      try #require(resumed + 32 <= heard.count)
      let silence = resumed - gap
      #expect(silence < latency && (latency - silence) % period == 0, "\(silence)")
      let found = input.indices.first {
        $0 + 32 < input.count && input[$0..<$0 + 32] == heard[resumed..<resumed + 32]
      }
      let captured = try #require(found)
      // Whole periods were lost, and none twice.
      #expect(captured % period == 0 && captured > gap - latency)
      let whole = min(report.frameCount - fadeFrames(period: period), input.count)
      try #require(whole - captured > 40_000)
      let wanted = input[captured..<whole]
      #expect(firstDifference(heard, from: resumed, ArraySlice(Array(wanted))) == nil)
    }

    @Test(
      "a device that is lost ends it with 69 and a sentence", arguments: ["capture", "playback"])
    func lost(side: String) throws {
      let bench = try DaemonBench()
      if side == "capture" {
        bench.capture.fault = "enodev@48000"
      } else {
        bench.playback.fault = "enodev@48000"
      }
      let result = try bench.start().result()
      #expect(result.ending == .exited(69))
      let device = side == "capture" ? "in" : "out"
      let sentence = "convolved: \(device): the device is gone; plug it in again and start anew"
      #expect(DaemonReport(result).lines.last == sentence)
      #expect(DaemonReport(result).frameCount >= 40_000)
    }

    @Test func `wake-ups with nothing to do and a leap of the clock lose no frame`() throws {
      let bench = try DaemonBench()
      bench.capture.fault = "early@30000, jump@60000"
      let input = DaemonBench.noise
      try bench.writeCapture(input)
      let report = DaemonReport(try bench.run(seconds: 2))
      for (heard, input) in zip(try bench.heard(), input) {
        let whole = min(report.frameCount - fadeFrames(period: 256), input.count)
        #expect(firstDifference(heard, from: bench.latencyFrames, input[..<whole]) == nil)
      }
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

import Glibc
import JSON
import Testing

extension DaemonTests {
  /// What the daemon says about itself.
  @Suite struct ReportTests {
    @Test func `it reports devices, latency, privileges and what happened`() throws {
      let bench = try DaemonBench()
      bench.periodFrames = 441
      bench.latencyFrames = 4410
      bench.playback.format = "S16_LE"
      bench.playback.sampleBytes = 2
      let result = try bench.run(seconds: 1)
      #expect(result.ending == .exited(0))
      #expect(result.output.isEmpty)
      let lines = DaemonReport(result).lines
      for line in [
        "convolved: chain of 1 stages, 2 channels in, 2 out, 0.0 MiB, blocks of 16 "
          + "frames, partitions none",
        "convolved: capture in: 48000 Hz, 2 channels, FLOAT_LE, period 441, buffer 7056 frames",
        "convolved: playback out: 48000 Hz, 2 channels, S16_LE, period 441, buffer 7056 frames",
        // 441 is odd: blocks of 16 hold back 15 frames.
        "convolved: latency 4425 frames (92.2 ms): 441 collected, 3969 queued, 15 to cut periods "
          + "into blocks, 0 for the filters",
      ] {
        #expect(lines.contains(line), "\(result.errors)")
      }
      #expect(lines.contains { $0.hasSuffix("; devices started one by one") })
      #expect(lines.count { $0.contains("memory") && $0.contains("locked") } == 1)
      #expect(lines.count { $0.contains("priority") } == 1)
      let summary = try #require(lines.last)
      #expect(
        summary.contains(" blocks; xruns: 0 capture, 0 playback; suspensions: 0; starvations: 0; "))
      #expect(
        summary.contains(
          "lost frames: 0; dropped frames: 0; clipped samples: 0; block time: median "))
      #expect(summary.contains(" µs of 9187.5 µs; output peak -inf dB"))
      let report = DaemonReport(result)
      #expect(report.number(before: " blocks;").map { $0 * 441 } == report.frameCount)
    }

    @Test func `F4: without privileges it says so, names the remedy, and plays on`() throws {
      let bench = try ControlBench.make()
      // A root process is born with what its bounding set leaves it.
      let wrapper = geteuid() == 0 ? ["/usr/bin/setpriv", "--bounding-set", "-all"] : []
      let daemon = try bench.start(bench.listening, through: wrapper)
      try bench.awaitLevel(0.25)
      let control = try bench.connect()
      #expect(try control.ask(["command": "status"])["realtime"] == false)
      #expect(try control.figure("realtime") == 0)
      for code in ["realtime_refused", "memory_refused"] {
        #expect(try control.happened(code) == 1)
      }
      daemon.send(SIGTERM)
      let result = try daemon.result()
      #expect(result.ending == .exited(0), "\(result.errors)")
      try #require(!DaemonReport(result).isRealtime, "the user has realtime priority")
      let lines = DaemonReport(result).lines
      let refusal = "runs at normal priority because the system refused"
      #expect(lines.count { $0.contains(refusal) } == 1)
      #expect(result.errors.contains("set LimitRTPRIO="))
      #expect(result.errors.contains("The memory is not locked because the system refused it"))
      #expect(result.errors.contains("set LimitMEMLOCK=infinity"))
    }

    @Test func `meters are a line a second where no terminal is`() throws {
      let bench = try DaemonBench()
      let tone = (0..<96_000).map { 0.6 * sin(Float($0) / 10) }
      try bench.writeCapture([tone, tone])
      bench.capture.speed = 1
      bench.playback.speed = 1
      bench.latencyFrames = 2048
      let result = try bench.start(["--meters", "--for", "1.5"]).result()
      let meters = DaemonReport(result).lines.filter { $0.hasPrefix("in ") }
      #expect(meters.count == 1)
      #expect(meters.first?.contains("█████████░  -4.4") == true, "\(meters)")
      #expect(meters.first?.contains("xruns 0") == true)
    }
  }
}

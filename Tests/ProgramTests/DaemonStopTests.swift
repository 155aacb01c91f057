import Glibc
import Testing

extension DaemonTests {
  /// How the daemon ends when it is asked to.
  @Suite struct StopTests {
    @Test(
      "F1: a signal fades out along a raised cosine, plays all that is queued, and exits 0",
      arguments: [SIGTERM, SIGINT])
    func fade(signal: Int32) throws {
      let bench = try bench(latencyFrames: 1024)
      let input = DaemonBench.noise
      try bench.writeCapture(input)
      let daemon = try bench.start()
      try bench.awaitHeard(frames: 16_000)
      daemon.send(signal)
      var result: ProgramResult?
      let time = try ContinuousClock().measure { result = try daemon.result() }
      let ended = try #require(result)
      #expect(DaemonReport(ended).lines.count { $0 == "convolved: asked to stop; fading out" } == 1)
      #expect(ended.ending == .exited(0), "\(ended.errors)")
      // The latency and the fade are 40 ms.
      #expect(time < .seconds(1))
      for (heard, input) in zip(try bench.heard(), input) {
        try expectFade(heard, input, bench)
      }
    }

    /// The channel is the input, faded out from the beginning of a period on.
    private func expectFade(_ heard: [Float], _ input: [Float], _ bench: DaemonBench) throws {
      let offset = bench.latencyFrames
      let start = try bench.framesBeforeEnd([heard])
      try #require(start > fadeFrames && start + fadeFrames <= input.count)
      let rising = DaemonReference.written(Array(input[..<start]), heldFrames: 0)
      #expect(firstDifference(heard, from: offset, rising[...]) == nil)
      let worst = (0..<fadeFrames).map { frame in
        let gain = 0.5 + 0.5 * cos(Double.pi * (Double(frame) + 0.5) / Double(fadeFrames))
        return abs(Double(heard[offset + start + frame]) - gain * Double(input[start + frame]))
      }.max()
      #expect(worst.map { $0 < 1e-7 } == true, "\(worst ?? -1)")
      #expect(heard[(offset + start + fadeFrames)...].allSatisfy { $0 == 0 })
    }

    /// 170 ms: longer than the daemon waits for a device before it looks around.
    @Test func `a long period is faded as well`() throws {
      let bench = try bench(latencyFrames: 16_384)
      bench.periodFrames = 8192
      let input = [[Float]](repeating: [Float](repeating: 0.5, count: 200_000), count: 2)
      try bench.writeCapture(input)
      let daemon = try bench.start()
      try bench.awaitHeard(frames: 24_576)
      daemon.send(SIGTERM)
      let result = try daemon.result()
      #expect(result.ending == .exited(0))
      let all = try bench.heard()
      let heard = all[0].dropFirst(bench.latencyFrames + (try bench.framesBeforeEnd(all)))
      #expect(heard.prefix(960).contains { $0 > 0.4 } && heard.prefix(960).contains { $0 < 0.1 })
      #expect(zip(heard, heard.dropFirst()).allSatisfy { abs($0 - $1) < 0.001 })
    }

    @Test func `F1: a second signal ends it at once`() throws {
      // 1.3 seconds of sound to drain.
      let bench = try bench(latencyFrames: 64_000)
      let daemon = try bench.start()
      try bench.awaitHeard(frames: 4096)
      daemon.send(SIGINT)
      daemon.send(SIGTERM)
      var result: ProgramResult?
      let time = try ContinuousClock().measure { result = try daemon.result() }
      #expect(result?.ending == .killed(signal: SIGTERM))
      #expect(time < .seconds(1))
    }

    @Test func `F1: a signal while it ends by itself changes nothing`() throws {
      let bench = try bench(latencyFrames: 24_000)
      let daemon = try bench.start(["--for", "0.2"])
      // Half a second is queued when the time is over.
      try bench.awaitHeard(frames: 24_000)
      daemon.send(SIGTERM)
      #expect(try daemon.result().ending == .exited(0))
    }

    @Test func `F1: SIGPIPE ends nothing, and SIGHUP loads the configuration again`() throws {
      let bench = try bench(latencyFrames: 1024)
      let daemon = try bench.start()
      try bench.awaitHeard(frames: 4096)
      daemon.send(SIGPIPE)
      daemon.send(SIGHUP)
      try daemon.awaitLine("generation 1: what is heard is the same")
      daemon.send(SIGTERM)
      #expect(try daemon.result().ending == .exited(0))
    }

    @Test func `F2: after SIGKILL the next start plays as if nothing had been`() throws {
      let bench = try bench(latencyFrames: 1024)
      let killed = try bench.start()
      try bench.awaitHeard(frames: 8192)
      killed.send(SIGKILL)
      #expect(try killed.result().ending == .killed(signal: SIGKILL))
      let report = DaemonReport(try bench.run(seconds: 0.5))
      #expect((24_000..<48_000).contains(report.frameCount))
    }

    @Test func `it ends after the time that was asked for`() throws {
      let bench = try bench(latencyFrames: 1024)
      let report = DaemonReport(try bench.run(seconds: 0.5))
      // It looks twenty times a second.
      #expect((24_000..<48_000).contains(report.frameCount))
    }

    @Test(
      "F1, A12: a device that stands still does not keep it", arguments: ["capture", "playback"])
    func stalled(side: String) throws {
      let bench = try bench(latencyFrames: 1024)
      if side == "capture" {
        bench.capture.fault = "stall@8192"
      } else {
        bench.playback.fault = "stall@8192"
      }
      let daemon = try bench.start()
      try bench.awaitHeard(frames: 8192)
      daemon.send(SIGTERM)
      var result: ProgramResult?
      let time = try ContinuousClock().measure { result = try daemon.result() }
      #expect(result?.ending == .exited(0))
      #expect(time < .seconds(1))
    }

    /// Cards in real time that forgive a late daemon.
    private func bench(latencyFrames: Int) throws -> DaemonBench {
      let bench = try DaemonBench()
      bench.latencyFrames = latencyFrames
      bench.capture.speed = 1
      bench.playback.speed = 1
      return bench
    }
  }
}

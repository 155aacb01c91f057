import Glibc
import JSON
import Testing
import TestSupport

extension DaemonTests {
  /// What is heard in place of a chain that cannot be heard, and what ends a thread that never returns.
  @Suite struct FallbackTests {
    @Test func `B2: with a bypass the input is heard for a chain that makes no sound`() throws {
      let bench = try ControlBench.make()
      bench.playback.keys = "ceiling: 0, dither: off, on_fault: {bypass: -12.041199826559248}"
      unlink(bench.folder.path("ir.wav"))
      try bench.writeSound([[1e30]], as: "ir.wav")
      let daemon = try bench.startListening()
      let control = try bench.connect()
      try bench.awaitLevel(0.0625)
      try daemon.awaitLine("the untouched input is heard in its place until SIGUSR1")
      var status = try control.ask(["command": "status"])
      #expect(status["input_stands_in"] == true)
      #expect(status["muted_for_safety"] == false)
      // Mended, and released: the new response is heard, and nothing of the old one.
      unlink(bench.folder.path("ir.wav"))
      try bench.writeSound([[0.5]], as: "ir.wav")
      #expect(try control.ask(["command": "reload"])["ok"] == true)
      daemon.send(SIGUSR1)
      try bench.awaitLevel(0.125)
      status = try control.ask(["command": "status"])
      #expect(status["input_stands_in"] == false)
      daemon.send(SIGTERM)
      let result = try daemon.result()
      #expect(result.ending == .exited(0), "\(result.errors)")
      let heard = try bench.heard()
      #expect(heard.allSatisfy { $0.allSatisfy { (0...0.1251).contains($0) } })
      #expect(ControlBench.largestStep(heard[0]) < 0.001)
    }

    @Test func `B2: a bypass with other channels in than out is refused before the start`() throws {
      let bench = try DaemonBench()
      bench.capture.channels = ["M"]
      bench.chain = ["- route: {L: M, R: M}"]
      bench.playback.keys = "on_fault: {bypass: -20}"
      let result = try bench.start().result()
      #expect(result.ending == .exited(78))
      #expect(
        result.errors.contains("on_fault lets the input be heard, which has 1 where playback"))
    }

    @Test("F5: a realtime thread that never returns ends the daemon, and a new start plays")
    func spin() throws {
      guard Self.mayRunInRealtime else { return }
      let bench = try DaemonBench()
      bench.useRealTime()
      bench.capture.fault = "spin@24000"
      let daemon = try bench.start()
      let result = try daemon.result(within: .seconds(20))
      #expect(result.ending == .killed(signal: SIGXCPU), "\(result.errors)")
      // It had played until then.
      #expect(try bench.heard()[0].count > 12_000)
      bench.capture.fault = ""
      let next = try bench.run(seconds: 1)
      #expect(next.ending == .exited(0), "\(next.errors)")
    }

    /// Whether the kernel grants a priority, without which there is no budget.
    private static var mayRunInRealtime: Bool {
      var parameters = sched_param(sched_priority: 1)
      guard sched_setscheduler(0, SCHED_FIFO, &parameters) == 0 else { return false }
      parameters.sched_priority = 0
      return sched_setscheduler(0, SCHED_OTHER, &parameters) == 0
    }
  }
}

import Glibc
import JSON
import Testing
import TestSupport

extension DaemonTests {
  /// Changes while it plays, by signal and by socket.
  @Suite struct ControlTests {
    @Test func `status tells what plays`() throws {
      let bench = try ControlBench.make()
      let daemon = try bench.startListening()
      let control = try bench.connect()
      try bench.awaitHeard(frames: 4000)
      let status = try control.ask(["id": 7, "command": "status"])
      #expect(status["id"] == 7)
      #expect(status["phase"] == "playing")
      #expect(status["generation"] == 1)
      #expect(status["configuration"]?.text == bench.configurationPath)
      #expect(status["capture"]?["state"] == "open")
      #expect(status["playback"]?["rate"] == 48_000)
      #expect((status["counts"]?["blocks"]?.integer ?? 0) > 0)
      daemon.send(SIGTERM)
      #expect(try daemon.result().ending == .exited(0))
    }

    @Test func `a new response under the old name is heard after SIGHUP, without a step, C3`()
      throws
    {
      let bench = try ControlBench.make()
      let daemon = try bench.startListening()
      let control = try bench.connect()
      try bench.awaitLevel(0.25)
      unlink(bench.folder.path("ir.wav"))
      try bench.writeSound([[0.5]], as: "ir.wav")
      daemon.send(SIGHUP)
      try bench.awaitLevel(0.125)
      #expect(try control.ask(["command": "status"])["generation"] == 2)
      daemon.send(SIGTERM)
      #expect(try daemon.result().ending == .exited(0))
      #expect(try ControlBench.largestStep(bench.heard()[0]) < 0.001)
    }

    @Test func `broken configurations leave the sound as it is to the bit, C1`() throws {
      let bench = try ControlBench.make()
      let noise = DaemonBench.noise
      try bench.writeCapture(noise)
      let daemon = try bench.startListening()
      let control = try bench.connect()
      try bench.awaitHeard(frames: 8000)
      let good = try bench.folder.bytes("room.yaml")
      for broken in ["", "version: 2", "chain: {", "version: 1\naudio: {rate: 1}\n", "\u{7}"] {
        try bench.folder.write(Array(broken.utf8), as: "room.yaml")
        let reply = try control.ask(["command": "reload"])
        #expect(reply["ok"] == false)
        #expect(reply["error"]?["code"] == "bad_configuration")
      }
      try bench.folder.write(good, as: "room.yaml")
      #expect(try control.ask(["command": "reload"])["generation"] == 1)
      try bench.awaitHeard(frames: 24_000)
      daemon.send(SIGTERM)
      let report = try DaemonReport(daemon.result())
      for (heard, wanted) in zip(try bench.heard(), noise) {
        #expect(bench.firstDifference(heard, wanted, report) == nil)
      }
    }

    @Test func `volume moves along a ramp, survives a restart, and begins without a burst`() throws
    {
      let bench = try ControlBench.make()
      var daemon = try bench.startListening()
      var control = try bench.connect()
      try bench.awaitLevel(0.25)
      let reply = try control.ask(["command": "volume", "to": -20])
      #expect(reply["volume"]?.number == -20)
      try bench.awaitLevel(0.025)
      daemon.send(SIGTERM)
      #expect(try daemon.result().ending == .exited(0))
      #expect(try ControlBench.largestStep(bench.heard()[0]) < 0.001)

      unlink(bench.playback.file)
      daemon = try bench.startListening()
      control = try bench.connect()
      try bench.awaitLevel(0.025)
      #expect(try control.ask(["command": "volume"])["volume"]?.number == -20)
      let tooMuch = try control.ask(["command": "volume", "by": 21])
      #expect(tooMuch["error"]?["code"] == "invalid_argument")
      daemon.send(SIGTERM)
      #expect(try daemon.result().ending == .exited(0))
      #expect(try bench.heard()[0].allSatisfy { $0 <= 0.0251 })
    }

    @Test func `mute, bypass and comparison are ramps as well`() throws {
      let bench = try ControlBench.make()
      bench.chain = ["- gain: {on: [L, R], gain: -6.0206}"]
      let daemon = try bench.startListening()
      let control = try bench.connect()
      // Long enough to know how loud the chain is.
      try bench.awaitHeard(frames: 200_000)
      try bench.awaitLevel(0.125)
      #expect(try control.ask(["command": "bypass", "to": true])["path"] == "bypass")
      try bench.awaitLevel(0.25)
      #expect(try control.ask(["command": "ab", "to": "toggle"])["side"] == "a")
      try bench.awaitLevel(0.125)
      let compared = try control.ask(["command": "ab", "to": "b"])
      #expect(compared["matched"] == true)
      #expect(abs((compared["bypass_gain"]?.number ?? 0) + 6.02) < 0.02)
      try bench.awaitLevel(0.125)
      #expect(try control.ask(["command": "mute", "to": true])["muted"] == true)
      try bench.awaitLevel(0)
      #expect(try control.ask(["command": "mute", "to": "toggle"])["muted"] == false)
      try bench.awaitLevel(0.125)
      daemon.send(SIGTERM)
      #expect(try daemon.result().ending == .exited(0))
      #expect(try ControlBench.largestStep(bench.heard()[0]) < 0.001)
    }

    @Test func `a response is swapped and a value set by name, and what is wrong is said`() throws {
      let bench = try ControlBench.make()
      try bench.writeSound([[0.5]], as: "half.wav")
      let daemon = try bench.startListening()
      let control = try bench.connect()
      try bench.awaitLevel(0.25)
      let swap = try control.ask(["command": "swap", "stage": "room", "file": "half.wav"])
      #expect(swap["generation"] == 2)
      try bench.awaitLevel(0.125)
      #expect(
        try control.ask(["command": "set", "path": "room.wet", "value": "-6.0206 dB"])["ok"] == true
      )
      try bench.awaitLevel(0.0625)
      #expect(try control.ask(["command": "get", "path": "room.wet"])["value"] == "-6.0206 dB")
      let missing = try control.ask(["command": "swap", "stage": "room", "file": "gone.wav"])
      #expect(missing["error"]?["code"] == "no_file")
      let unknown = try control.ask(["command": "set", "path": "rom.wet", "value": "0 dB"])
      #expect(unknown["error"]?["message"]?.text?.contains("room") == true)
      let loud = try control.ask(["command": "set", "path": "room.wet", "value": "13 dB"])
      #expect(loud["error"]?["message"]?.text?.contains("would rise by 7.0 dB") == true)
      try bench.awaitLevel(0.0625)
      let allowed = try control.ask([
        "command": "set", "path": "room.wet", "value": "12 dB", "allow_gain": true,
      ])
      #expect(allowed["ok"] == true)
      daemon.send(SIGTERM)
      #expect(try daemon.result().ending == .exited(0))
    }

    @Test func `the client reloads, and its exit status says how it went`() throws {
      let bench = try ControlBench.make()
      let daemon = try bench.startListening()
      try bench.awaitLevel(0.25)
      func ctl(_ words: String...) throws -> ProgramResult {
        try RunningProgram(
          try Products.path("convolve"),
          ["ctl"] + words + ["--socket", bench.folder.path("control.sock")]
        ).result()
      }
      #expect(try ctl("reload").status == 0)
      #expect(try ctl("volume", "-6.0206").status == 0)
      try bench.awaitLevel(0.125)
      let refused = try ctl("set", "room.wet", "7 dB")
      #expect(refused.status == 78)
      #expect(refused.errors.contains("would rise by 7.0 dB"))
      #expect(try ctl("set", "room.wet", "-6.0206 dB").status == 0)
      try bench.awaitLevel(0.0625)
      #expect(try ctl("status").output.contains("playing"))
      try bench.folder.write(Array("version: 3\n".utf8), as: "room.yaml")
      let broken = try ctl("reload")
      #expect(broken.status == 78)
      #expect(broken.errors.contains("room.yaml:1:10"))
      daemon.send(SIGTERM)
      #expect(try daemon.result().ending == .exited(0))
      #expect(try ctl("status").status == 69)
    }

    @Test func `a watched file is loaded again by itself`() throws {
      let bench = try ControlBench.make()
      bench.topKeys = "watch: true"
      let daemon = try bench.startListening()
      try bench.awaitLevel(0.25)
      unlink(bench.folder.path("ir.wav"))
      try bench.writeSound([[0.5]], as: "ir.wav")
      try bench.awaitLevel(0.125)
      daemon.send(SIGTERM)
      #expect(try daemon.result().ending == .exited(0))
    }

    @Test func `another period starts the sound anew between fades, C4`() throws {
      let bench = try ControlBench.make()
      let daemon = try bench.startListening()
      let control = try bench.connect()
      try bench.awaitLevel(0.25)
      bench.periodFrames = 512
      let heard = try bench.heard()[0].count
      let text = String(decoding: try bench.folder.bytes("room.yaml"), as: UTF8.self)
      let changed = text.split(separator: "\n").map { line in
        line.hasPrefix("audio:") ? "audio: {rate: 48000, period: 512, latency: 1024}" : String(line)
      }
      try bench.folder.write(Array(changed.joined(separator: "\n").utf8), as: "room.yaml")
      let reply = try control.ask(["command": "reload"])
      #expect(reply["effect"]?.text?.hasPrefix("the sound starts anew") == true)
      try bench.awaitHeard(frames: heard + 20_000)
      try bench.awaitLevel(0.25)
      #expect(try control.ask(["command": "status"])["capture"]?["period"] == 512)
      daemon.send(SIGTERM)
      #expect(try daemon.result().ending == .exited(0))
      let whole = try bench.heard()[0]
      #expect(ControlBench.largestStep(whole) < 0.001)
      #expect(whole[heard...].contains(0))
    }

    @Test func `a storm of edits ends in the newest, C3`() throws {
      let bench = try ControlBench.make()
      bench.chain = ["- gain: {name: level, on: [L, R], gain: 0}"]
      let daemon = try bench.startListening()
      let control = try bench.connect()
      try bench.awaitLevel(0.25)
      for index in 1...300 {
        try control.send([
          "command": "set", "path": "level.gain", "value": .string("-\(index % 6) dB"),
        ])
        #expect(try control.receive()["ok"] == true)
      }
      try control.ask(["command": "set", "path": "level.gain", "value": "-6.0206 dB"])
      try bench.awaitLevel(0.125)
      daemon.send(SIGTERM)
      #expect(try daemon.result().ending == .exited(0))
    }

    @Test func `events come to those who subscribed`() throws {
      let bench = try ControlBench.make()
      let daemon = try bench.startListening()
      let control = try bench.connect()
      try bench.awaitLevel(0.25)
      try control.ask(["command": "subscribe", "topics": ["meters", "state", "log"]])
      let other = try bench.connect()
      try other.ask(["command": "volume", "to": -20])
      var seen: Set<String> = []
      var levels: [Double] = []
      while seen.count < 3 || levels.last != -32 {
        let event = try control.receive()
        seen.insert(event["event"]?.text ?? "")
        if let peak = event["outputs"]?.elements?.first?["peak"]?.number { levels.append(peak) }
      }
      #expect(seen == ["meters", "state", "log"])
      daemon.send(SIGTERM)
      #expect(try daemon.result().ending == .exited(0))
    }
  }
}

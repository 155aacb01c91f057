import Glibc
import JSON
import Testing
import TestSupport

extension DaemonTests {
  /// What it comes through: crashes, broken files, and clients that mean no good.
  @Suite struct SurvivalTests {
    @Test func `killed at any time it comes back, with its socket, R10`() throws {
      let bench = try ControlBench.make()
      for _ in 0..<10 {
        let daemon = try bench.startListening()
        let control = try bench.connect()
        try control.ask(["command": "status"])
        daemon.send(SIGKILL)
        _ = try daemon.result()
        unlink(bench.folder.path("state/starts"))
      }
      let daemon = try bench.startListening()
      try bench.awaitLevel(0.25)
      daemon.send(SIGTERM)
      #expect(try daemon.result().ending == .exited(0))
    }

    @Test func `after three crashes it starts muted, F9`() throws {
      let bench = try ControlBench.make()
      for _ in 0..<3 {
        let daemon = try bench.startListening()
        try daemon.awaitLine("listening")
        daemon.send(SIGKILL)
        _ = try daemon.result()
      }
      let daemon = try bench.startListening()
      let control = try bench.connect()
      #expect(try control.ask(["command": "status"])["held_back"] == true)
      #expect(try control.happened("held_back") == 1)
      try daemon.awaitLine("three times within a minute: starting muted")
      try bench.awaitHeard(frames: 20_000)
      #expect(try bench.heard().allSatisfy { $0.allSatisfy { $0 == 0 } })
      try control.ask(["command": "mute", "to": false])
      try bench.awaitLevel(0.25)
      daemon.send(SIGTERM)
      #expect(try daemon.result().ending == .exited(0))
    }

    @Test func `a broken file falls back to what was accepted last, where that is wanted`() throws {
      let bench = try ControlBench.make()
      var daemon = try bench.startListening()
      try bench.awaitLevel(0.25)
      daemon.send(SIGTERM)
      #expect(try daemon.result().ending == .exited(0))
      try bench.folder.write(Array("version: 1\nchian: []\n".utf8), as: "room.yaml")
      let options = bench.listening
      daemon = try bench.restart(options)
      let refused = try daemon.result()
      #expect(refused.ending == .exited(78))
      #expect(refused.errors.contains("chian"))
      unlink(bench.playback.file)
      daemon = try bench.restart(options + ["--fallback-last-good"])
      try bench.awaitLevel(0.25)
      daemon.send(SIGTERM)
      #expect(try daemon.result().ending == .exited(0))
    }

    @Test(
      "thousands of connections, an endless line and 32 slow readers change no bit and little memory, I3"
    )
    func abuse() throws {
      let bench = try ControlBench.make()
      let noise = DaemonBench.noise
      try bench.writeCapture(noise)
      bench.capture.speed = 1
      bench.playback.speed = 1
      let daemon = try bench.startListening()
      let control = try bench.connect()
      try control.ask(["command": "status"])
      try bench.awaitHeard(frames: 4000)
      let before = try #require(daemon.peakResidentBytes)
      let path = bench.folder.path("control.sock")
      // A backlog that is full refuses; most get through.
      #expect(Self.connections(to: path, of: 10_000) > 5000)
      #expect(try Self.acceptedBytes(ofLineTo: path) < 1 << 22)
      let readers = try Self.slowReaders(31, of: bench)
      try bench.awaitHeard(frames: 150_000)
      #expect(try control.ask(["command": "status"])["phase"] == "playing")
      let grown = try #require(daemon.peakResidentBytes) - before
      #expect(grown <= 16 << 20)
      withExtendedLifetime(readers) {}
      daemon.send(SIGTERM)
      let report = try DaemonReport(daemon.result())
      for (heard, wanted) in zip(try bench.heard(), noise) {
        #expect(bench.firstDifference(heard, wanted, report) == nil)
      }
    }

    /// How many of so many connections are answered.
    private static func connections(to path: String, of count: Int) -> Int {
      (0..<count).count { _ in
        guard let client = ControlConnection.connect(path) else { return false }
        close(client)
        return true
      }
    }

    /// How much is taken of a line of 1 GiB.
    private static func acceptedBytes(ofLineTo path: String) throws -> Int {
      let chatter = try #require(ControlConnection.connect(path))
      defer { close(chatter) }
      let text = [UInt8](repeating: UInt8(ascii: "x"), count: 1 << 20)
      var sent = 0
      while sent < 1 << 30 {
        let count = send(chatter, text, text.count, Int32(MSG_NOSIGNAL))
        if count <= 0 { break }
        sent += count
      }
      return sent
    }

    /// Connections that ask for much and read nothing.
    private static func slowReaders(
      _ count: Int, of bench: DaemonBench
    ) throws -> [ControlConnection] {
      try (0..<count).map { _ in
        let reader = try bench.connect()
        try reader.send(["command": "subscribe", "topics": ["meters", "log"], "rate": 50])
        return reader
      }
    }
  }
}

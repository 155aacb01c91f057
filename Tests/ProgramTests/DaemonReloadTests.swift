import Glibc
import JSON
import TestSupport
import Testing

extension DaemonTests {
  /// A daemon whose configuration changes again and again (C2).
  @Suite struct ReloadTests {
    /// Ten thousand with CONVOLVED_LONG_TESTS=1, which takes minutes.
    private static let count = getenv("CONVOLVED_LONG_TESTS") != nil ? 10_000 : 300
    /// Reloads after which all that is kept has been allocated.
    private static let warmUp = 100

    @Test func `C2: thousands of reloads are answered, heard, and leave nothing behind`() throws {
      let bench = try ControlBench.make()
      // Enough for a machine that others keep busy.
      bench.latencyFrames = 16_384
      bench.capture.speed = 4
      bench.playback.speed = 4
      bench.capture.repeats = true
      try bench.writeSound([[0.6]], as: "soft.wav")
      let daemon = try bench.startListening()
      let control = try bench.connect()
      try bench.awaitLevel(0.25)
      let text = String(decoding: try bench.folder.bytes("room.yaml"), as: UTF8.self)
      let texts = ["ir.wav", "soft.wav"].map { name in
        Array(text.replacing("ir: ir.wav", with: "ir: \(name)").utf8)
      }
      var scan = LevelScan(from: try bench.heard()[0].count)
      var before = (descriptors: 0, bytes: 0)
      for index in 1...Self.count {
        try bench.folder.write(texts[index % 2], as: "room.yaml")
        let reply = try control.ask(["command": "reload"])
        #expect(reply["ok"] == true, "\(reply)")
        try #require(reply["generation"]?.integer == index + 1)
        if index == Self.warmUp { before = try held(daemon) }
        if index % 100 == 0 { try scan.read(bench) }
      }
      let after = try held(daemon)
      #expect(after.descriptors <= before.descriptors)
      #expect(after.bytes - before.bytes <= 1 << 20, "\(after.bytes - before.bytes) bytes more")
      let status = try control.ask(["command": "status"])
      for count in ["starvations", "lost_frames", "filler_frames", "playback_xruns"] {
        #expect(try #require(status["counts"]?[count]?.integer) == 0, "\(count): \(status)")
      }
      try bench.awaitLevel(Self.count % 2 == 0 ? 0.25 : 0.15)
      try scan.read(bench)
      #expect(scan.lowest >= 0.1499 && scan.highest <= 0.2501, "\(scan)")
      #expect(scan.steepest < 0.001)
      print(
        "\(Self.count) reloads: \(after.descriptors - before.descriptors) descriptors and "
          + "\((after.bytes - before.bytes) / 1024) KiB more than after \(Self.warmUp), "
          + "\(scan.frameCount) frames within \(scan.lowest)...\(scan.highest), "
          + "steps up to \(scan.steepest)")
      daemon.send(SIGTERM)
      #expect(try daemon.result().ending == .exited(0))
    }

    @Test func `C2: a second of stereo is heard soon after being asked for`() throws {
      let bench = try ControlBench.make()
      bench.useRealTime()
      // Both sum up to what a level tells at once: the first tap.
      let tails = [noise(47_999, seed: 3, level: 1e-6), noise(47_999, seed: 4, level: 1e-6)]
      try bench.writeSound(tails.map { [1] + $0 }, as: "long.wav")
      try bench.writeSound(tails.map { [0.6] + $0 }, as: "soft.wav")
      bench.chain = ["- convolve: {name: room, ir: long.wav}"]
      let daemon = try bench.startListening()
      let control = try bench.connect()
      try bench.awaitLevel(0.25, within: 0.01)
      var times: [Duration] = []
      for index in 1...6 {
        let isSoft = index % 2 == 1
        let start = ContinuousClock.now
        let reply = try control.ask([
          "command": "swap", "stage": "room", "file": isSoft ? "soft.wav" : "long.wav",
        ])
        #expect(reply["ok"] == true)
        try bench.awaitLevel(isSoft ? 0.15 : 0.25, within: 0.01, frames: 1)
        times.append(ContinuousClock.now - start)
        // Until nothing of the change is under way.
        try bench.awaitHeard(frames: try bench.heard()[0].count + 24_000)
      }
      print("1 s of stereo, heard after \(times.sorted())")
      // 200 ms are the goal; what else runs on the machine makes it slower.
      #expect(try #require(times.min()) <= .milliseconds(500), "\(times)")
      daemon.send(SIGTERM)
      #expect(try daemon.result().ending == .exited(0))
    }

    /// Open descriptors and resident bytes of a running daemon: the least of what is seen within a
    /// moment, since a file may be on its way.
    private func held(_ daemon: RunningProgram) throws -> (descriptors: Int, bytes: Int) {
      var least = try heldNow(daemon)
      for _ in 0..<10 {
        usleep(20_000)
        let now = try heldNow(daemon)
        least = (min(least.descriptors, now.descriptors), min(least.bytes, now.bytes))
      }
      return least
    }

    private func heldNow(_ daemon: RunningProgram) throws -> (descriptors: Int, bytes: Int) {
      guard let folder = opendir("/proc/\(daemon.processID)/fd") else {
        throw ProgramFailure.system("opendir", errno)
      }
      defer { closedir(folder) }
      var count = 0
      while readdir(folder) != nil { count += 1 }
      return (count, try #require(daemon.residentBytes))
    }
  }
}

/// What a constant has become, read bit by bit of a file that grows.
private struct LevelScan: CustomStringConvertible {
  private var position: Int
  private(set) var frameCount = 0
  private(set) var lowest = Float.infinity
  private(set) var highest = -Float.infinity
  private(set) var steepest: Float = 0
  private var last: Float?

  init(from frame: Int) { position = frame }

  var description: String { "\(frameCount) frames within \(lowest)...\(highest)" }

  /// Reads on, on the first of two channels.
  mutating func read(_ bench: DaemonBench) throws {
    let file = open(bench.playback.file, O_RDONLY | O_CLOEXEC)
    guard file >= 0 else { throw ProgramFailure.system("open", errno) }
    defer { close(file) }
    var samples = [Float](repeating: 0, count: 1 << 18)
    while true {
      let bytes = pread(file, &samples, samples.count * 4, position * 8)
      guard bytes >= 8 else { return }
      for frame in 0..<bytes / 8 { note(samples[2 * frame]) }
      position += bytes / 8
    }
  }

  private mutating func note(_ sample: Float) {
    frameCount += 1
    lowest = min(lowest, sample)
    highest = max(highest, sample)
    if let last { steepest = max(steepest, abs(sample - last)) }
    last = sample
  }
}

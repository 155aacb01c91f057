import Glibc
import Testing
import TestSupport

extension DaemonTests {
  /// What the daemon does not start with, what it says, and what it exits with.
  @Suite struct RefusalTests {
    @Test(
      "A21: a device that cannot be used ends it before any sound",
      arguments: [
        Refusal("forbidden", 77, "in: this user may not open it") {
          $0.capture.refusal = EACCES
        },
        Refusal("another rate", 69, "out: no 48000 Hz: it offers 44100, 96000.") {
          $0.playback.rates = "44100 96000"
        },
        Refusal("another number of channels", 69, "in: no 2 channels: it offers 1.") {
          $0.capture.fixedChannels = 1
        },
      ])
    func device(refusal: Refusal) throws {
      try expect(refusal, lastLine: "convolved: \(refusal.words)")
    }

    @Test(
      "an impulse response that cannot be used ends it before any device is opened",
      arguments: [
        Refusal("missing", 66, "/ir.wav: ") { _ in },
        Refusal("no number", 65, "/ir.wav: ") {
          let header = waveHeader(format: 3, bits: 32, channels: 1, rate: 48_000, sampleBytes: 12)
          try $0.folder.write(header + floatBytes([1, .nan, 0.5]), as: "ir.wav")
        },
        Refusal("three channels", 65, "/ir.wav: ") {
          try $0.writeSound([[1], [1], [1]], as: "ir.wav")
        },
      ])
    func impulse(refusal: Refusal) throws {
      let bench = try DaemonBench()
      bench.chain = ["- convolve: {ir: ir.wav}"]
      // It must not get as far as this.
      bench.capture.refusal = EBUSY
      try refusal.change(bench)
      let result = try bench.start().result()
      #expect(result.ending == .exited(refusal.status))
      #expect(DaemonReport(result).lines.count == 1)
      let line = "convolved: \(bench.folder.path)\(refusal.words)"
      #expect(result.errors.hasPrefix(line), "\(result.errors)")
    }

    @Test func `every mistake of a configuration is told with its place`() throws {
      let bench = try DaemonBench()
      bench.chain = ["- gain: {on: X, gain: 3}", "- gian: {on: L, gain: 3}"]
      let result = try bench.start().result()
      #expect(result.ending == .exited(78))
      let places = DaemonReport(result).lines.filter { $0.contains(": error: ") }
      #expect(places.count == 2)
      #expect(places.first?.hasPrefix("\(bench.configurationPath):6:16: error: ") == true)
      #expect(places.last?.hasPrefix("\(bench.configurationPath):7:5: error: ") == true)
      #expect(result.errors.hasSuffix("\n"), "the prompt would stand behind it")
    }

    @Test func `a latency that the device cannot hold ends it before any sound`() throws {
      let bench = try DaemonBench()
      bench.latencyFrames = 80_000
      let result = try bench.start().result()
      #expect(result.ending == .exited(69))
      #expect(result.errors.contains("does not hold the latency of 80000; set audio.latency lower"))
    }

    /// Runs a program with so many open files at most, and none but three that it inherits.
    private static func granting(_ count: Int) -> [String] {
      let closing = """
        for file in /proc/$$/fd/*; do
          number=${file##*/}
          if [[ $number -gt 2 ]]; then eval "exec $number>&-"; fi
        done
        exec /usr/bin/prlimit --nofile=$0:$0 "$@"
        """
      return ["/bin/bash", "-c", closing, "\(count)"]
    }

    @Test(
      "F6: too few open files end it with a reason, however few", arguments: [5, 7, 9, 11, 16, 30])
    func descriptors(most: Int) throws {
      let bench = try DaemonBench()
      let result = try bench.start(bench.listening, through: Self.granting(most)).result()
      #expect(result.ending == .exited(70), "\(result.errors)")
      #expect(DaemonReport(result).lines.count == 1, "\(result.errors)")
      #expect(result.errors.contains("raise LimitNOFILE of the service"), "\(result.errors)")
    }

    @Test func `F6: so many open files as it asks for are enough for sound and a client`() throws {
      let bench = try ControlBench.make()
      // Beside them three that every program has, and some for its signals.
      let daemon = try bench.start(bench.listening, through: Self.granting(32 + 8))
      try bench.awaitLevel(0.25)
      #expect(try bench.connect().figure("phase{phase=\"playing\"}") == 1)
      daemon.send(SIGTERM)
      #expect(try daemon.result().ending == .exited(0))
    }

    @Test func `a configuration that is not there is missing input`() throws {
      let result = try daemon("/nowhere/room.yaml")
      #expect(result.ending == .exited(66))
      #expect(result.errors == "/nowhere/room.yaml: error: there is no such file; check the path\n")
    }

    @Test(
      "a command that is no command is answered with the usage",
      arguments: [
        ([], "one configuration file is wanted, found 0"),
        (["a.yaml", "b.yaml"], "one configuration file is wanted, found 2"),
        (["--loud", "a.yaml"], "unknown option \"--loud\""),
        (["a.yaml", "--for"], "--for wants seconds above 0, found nothing"),
        (["a.yaml", "--for", "-1"], "--for wants seconds above 0, found \"-1\""),
        (["a.yaml", "--for", "nan"], "--for wants seconds above 0, found \"nan\""),
      ])
    func usage(arguments: [String], sentence: String) throws {
      let result = try RunningProgram(try Products.path("convolved"), arguments).result()
      #expect(result.ending == .exited(64))
      #expect(result.errors.hasPrefix("convolved: \(sentence)\nusage: convolved "))
    }

    @Test func `help and version go to standard output`() throws {
      let help = try daemon("--help"), version = try daemon("--version")
      #expect(help.ending == .exited(0) && version.ending == .exited(0))
      #expect(help.output.hasPrefix("usage: convolved ") && help.errors.isEmpty)
      #expect(version.output.hasPrefix("convolved ") && version.errors.isEmpty)
    }

    private func daemon(_ argument: String) throws -> ProgramResult {
      try RunningProgram(try Products.path("convolved"), [argument]).result()
    }

    private func expect(_ refusal: Refusal, lastLine: String) throws {
      let bench = try DaemonBench()
      try refusal.change(bench)
      let result = try bench.start().result()
      #expect(result.ending == .exited(refusal.status))
      #expect(DaemonReport(result).lines.last?.hasPrefix(lastLine) == true, "\(result.errors)")
      // A card makes its file when it is opened.
      let played = bench.folder.names.contains("out.raw") ? try bench.folder.bytes("out.raw") : []
      #expect(played.isEmpty)
    }
  }

  /// One way to be refused.
  struct Refusal: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let status: Int32
    let words: String
    let change: @Sendable (DaemonBench) throws -> Void

    init(
      _ description: String, _ status: Int32, _ words: String,
      _ change: @escaping @Sendable (DaemonBench) throws -> Void
    ) {
      testDescription = description
      self.status = status
      self.words = words
      self.change = change
    }
  }
}

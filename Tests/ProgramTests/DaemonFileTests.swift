import Glibc
import JSON
import Testing
import TestSupport

extension DaemonTests {
  /// What becomes of a file that is no impulse response, while another one plays.
  @Suite struct FileTests {
    /// A file or what stands in its place, the words it is refused with and the code of the reply.
    struct Case: Sendable, CustomTestStringConvertible {
      let testDescription: String
      let code: String
      let words: String
      let make: @Sendable (_ path: String) throws -> Void

      init(
        _ name: String, _ code: String, _ words: String,
        _ make: @escaping @Sendable (String) throws -> Void
      ) {
        testDescription = name
        self.code = code
        self.words = words
        self.make = make
      }

      init(_ name: String, _ words: String, bytes: [UInt8]) {
        self.init(name, "bad_sound", words) { try FileTests.write(bytes, to: $0) }
      }
    }

    private static func write(_ bytes: [UInt8], to path: String) throws {
      guard let file = fopen(path, "w") else { throw ProgramFailure.system("fopen", errno) }
      defer { fclose(file) }
      guard fwrite(bytes, 1, bytes.count, file) == bytes.count else {
        throw ProgramFailure.system("fwrite", errno)
      }
    }

    private static func header(
      format: Int = 3, channels: Int = 1, rate: Int = 48_000, sampleBytes: Int = 0
    ) -> [UInt8] {
      waveHeader(
        format: format, bits: format == 3 ? 32 : 4, channels: channels, rate: rate,
        sampleBytes: sampleBytes)
    }

    static let cases = [
      Case("D1: no frames", "no frames", bytes: header()),
      Case(
        "D1: only zeros", "only zeros",
        bytes: header(sampleBytes: 8) + floatBytes([0, 0])),
      Case("D1: cut off in its header", "", bytes: Array(header().prefix(30))),
      Case("D2: a container of others", "", bytes: Array("NIST_1A\n   1024\n".utf8)),
      Case(
        "D2: a codec of others", "",
        bytes: header(format: 0x11, sampleBytes: 512) + [UInt8](repeating: 0, count: 512)),
      Case(
        "D3: 1,024 channels", "",
        bytes: header(channels: 1024, sampleBytes: 4096) + [UInt8](repeating: 0, count: 4096)),
      Case("D3: no rate", "", bytes: header(rate: 0, sampleBytes: 4) + floatBytes([1])),
      Case("D4: a pipe without a writer", "no_file", "") {
        guard mkfifo($0, 0o600) == 0 else { throw ProgramFailure.system("mkfifo", errno) }
      },
      Case("D4: a folder", "no_file", "") {
        guard mkdir($0, 0o700) == 0 else { throw ProgramFailure.system("mkdir", errno) }
      },
      Case("D4: a device", "no_file", "") { symlink("/dev/zero", $0) },
      Case("D4: a loop of links", "no_file", "") { symlink($0, $0) },
      Case("D4: a file of the kernel", "bad_sound", "") { symlink("/proc/self/stat", $0) },
    ]

    @Test("D1 to D4: each is refused by its name, counted and told, and the sound goes on")
    func refused() throws {
      let bench = try ControlBench.make()
      let daemon = try bench.startListening()
      let control = try bench.connect()
      try bench.awaitLevel(0.25)
      for (index, bad) in Self.cases.enumerated() {
        let name = "bad\(index).wav"
        try bad.make(bench.folder.path(name))
        let reply = try control.ask(["command": "swap", "stage": "room", "file": .string(name)])
        let message = reply["error"]?["message"]?.text ?? ""
        #expect(reply["error"]?["code"]?.text == bad.code, "\(bad): \(reply)")
        #expect(message.contains(name) && message.contains(bad.words), "\(bad): \(reply)")
        #expect(try control.happened("command_refused") == index + 1)
      }
      unlink(bench.folder.path("ir.wav"))
      try bench.folder.write(Self.header(), as: "ir.wav")
      daemon.send(SIGHUP)
      try daemon.awaitLine("ir.wav: ")
      #expect(try control.happened("reload_refused") == 1)
      let refusals = try control.figure("changes_total{kind=\"refused\"}")
      #expect(refusals == Double(Self.cases.count + 1))
      #expect(try control.ask(["command": "status"])["generation"] == 1)
      daemon.send(SIGTERM)
      #expect(try daemon.result().ending == .exited(0))
      let heard = try bench.heard()[0]
      let start = try #require(heard.firstIndex { $0 == 0.25 })
      let end = try #require(heard.lastIndex { $0 == 0.25 })
      #expect(heard[start...end].allSatisfy { $0 == 0.25 })
    }
  }
}

import Glibc
import JSON
import Testing
import TestSupport

/// `convolve check`: what it exits with and tells programs, and whether cards can do it. What it says
/// of mistakes is in Tests/Golden.
@Suite struct ConvolveCheckTests {
  private let bench: DaemonBench

  init() throws { bench = try DaemonBench() }

  private func check(_ arguments: String...) throws -> ProgramResult {
    try bench.writeConfiguration()
    return try RunningProgram(
      try Products.path("convolve"), ["check", "--costs", "typical", "room.yaml"] + arguments,
      in: bench.folder.path,
      environment: ["ALSA_CONFIG_PATH": bench.folder.path("asound.conf")]
    ).result()
  }

  @Test func `a configuration that is right exits 0 and opens no device`() throws {
    bench.capture.refusal = EBUSY
    let result = try check()
    #expect(result.ending == .exited(0) && result.errors.isEmpty)
    #expect(result.output.hasPrefix("L, R from in\n  gain: L, R: 0.0 dB\nL, R to out\nlatency "))
  }

  @Test func `cards that can do it tell the format that they would have`() throws {
    let result = try check("--devices")
    #expect(result.ending == .exited(0))
    for line in ["capture in: can do it, 48000 Hz, 2 ", "playback out: can do it, 48000 Hz, 2 "] {
      #expect(result.output.contains("\n" + line), "\(result.output)")
    }
  }

  @Test(
    "a card that cannot do it now, or at all, decides the exit code",
    arguments: [(EBUSY, 75), (ENODEV, 69), (EACCES, 77)] as [(Int32, Int32)])
  func refusal(code: Int32, status: Int32) throws {
    bench.capture.refusal = code
    let result = try check("--devices")
    #expect(result.ending == .exited(status))
    #expect(result.output.contains("\ncapture in: "), "\(result.output)")
    #expect(result.output.contains("\nplayback out: can do it, "))
  }

  @Test func `a rate that a card lacks is named beside those that it has`() throws {
    bench.playback.rates = "44100 96000"
    let result = try check("--devices", "--json")
    #expect(result.ending == .exited(69))
    let report = try JSONValue(parsing: Array(result.output.utf8))
    #expect(report["v"] == 1 && report["ok"] == false && report["status"] == 69)
    let devices = report["devices"]?.elements ?? []
    #expect(devices.map { $0["ok"] } == [true, false])
    #expect(devices.last?["error"]?.text?.contains("it offers 44100, 96000") == true)
  }

  @Test func `programs are told latency, levels, memory and load`() throws {
    bench.chain = ["- convolve: {name: room, ir: ir.wav}", "- limiter: {ceiling: -6}"]
    try bench.writeSound([[1, 0.5], [0.5, 0.5]], as: "ir.wav")
    let report = try JSONValue(parsing: Array(try check("--json").output.utf8))
    let latency = try #require(report["latency"])
    #expect(latency["frames"] == .integer(bench.latencyFrames + 72))
    #expect(latency["filter_frames"] == 72 && latency["adapter_frames"] == 0)
    let stages = report["stages"]?.elements ?? []
    #expect(stages.map { $0["kind"] } == ["convolve", "limiter"])
    #expect(stages.map { $0["name"] } == ["room", .null])
    let outputs = report["outputs"]?.elements ?? []
    #expect(outputs.map { $0["worst_case_db"]?.number } == [3.52, 0])
    #expect(outputs.map { $0["ceiling_db"]?.number } == [-6, -6])
    #expect(report["memory_limit_bytes"] == .integer(512 << 20))
    #expect((report["predicted"]?["mean_load"]?.number ?? 0) > 0)
  }

  @Test func `several files are all checked, and the first that failed decides`() throws {
    try bench.folder.write(Array("version: 2\n".utf8), as: "old.yaml")
    let result = try check("old.yaml", "missing.yaml", "--json")
    #expect(result.ending == .exited(78))
    let reports = try result.output.split(separator: "\n").map {
      try JSONValue(parsing: Array($0.utf8))
    }
    #expect(reports.map { $0["file"] } == ["room.yaml", "old.yaml", "missing.yaml"])
    #expect(reports.map { $0["status"] } == [nil, 78, 66])
  }
}

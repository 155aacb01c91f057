import Glibc
import Testing
import TestSupport

@Suite struct ConvolveResumeTests {
  private let bench: BatchBench
  private static let count = 120

  init() throws {
    bench = try BatchBench()
    let list = (0..<Self.count).map { index in
      let name = "dry/\(index % 12 % 2 == 0 ? "b/" : "")s\(index % 12).wav"
      return "{\"in\":\"\(name)\",\"out\":\"\(index / 40)/\(index).wav\"}\n"
    }
    try bench.folder.write(Array(list.joined().utf8), as: "l.jsonl")
  }

  private func arguments(_ output: String, _ more: [String] = []) -> [String] {
    [
      "--list", "l.jsonl", "--ir-dir", "rirs", "--seed", "3", "--level", "match",
      "--manifest", "m", "-o", output,
    ] + more
  }

  /// Ends a run when its manifest has some lines.
  private func interrupt(_ signal: Int32) throws -> ProgramResult {
    // On one thread, so that the first lines come long before the last file.
    let program = try bench.bench.start(["render"] + arguments("o", ["--jobs", "1"]))
    for _ in 0..<4000 {
      if let lines = try? bench.lines("m"), lines.count >= 5 { break }
      usleep(1000)
    }
    program.send(signal)
    return try program.result()
  }

  private func leftovers() -> [String] {
    ["o", "o/0", "o/1", "o/2"].flatMap { TemporaryFolder.names(in: bench.folder.path($0)) }
      .filter { $0.hasSuffix(".partial") }
  }

  /// What an uninterrupted run writes, compared with what was resumed.
  private func expectWhole() throws {
    let found = try bench.text("m")
    let whole = try bench.run(
      arguments("w").map { $0 == "m" ? "whole" : $0 })
    #expect(whole.status == 0, "\(whole.errors)")
    let wanted = try bench.text("whole").split(separator: "\"w/").joined(separator: "\"o/")
    #expect(found == wanted)
    #expect(try bench.isSame("w/", "o/", manifest: "whole"))
  }

  @Test func `a run that was killed and resumed has written what one run writes`() throws {
    let killed = try interrupt(SIGKILL)
    #expect(killed.ending == .killed(signal: SIGKILL))
    let before = try bench.lines("m").count
    #expect(before < Self.count)
    let resumed = try bench.run(arguments("o", ["--resume"]))
    #expect(resumed.status == 0, "\(resumed.errors)")
    #expect(resumed.errors.contains("of them by an earlier run"))
    try expectWhole()
  }

  @Test func `a signal ends a run without leftovers, and it can be resumed`() throws {
    let ended = try interrupt(SIGTERM)
    #expect(ended.status == 143)
    #expect(leftovers().isEmpty)
    #expect(try bench.run(arguments("o", ["--resume"])).status == 0)
    try expectWhole()
  }

  @Test func `a torn line, a lost output and a failed one are made up for`() throws {
    let sound = try bench.folder.bytes("dry/s5.wav")
    try bench.folder.write(Array("no sound".utf8), as: "dry/s5.wav")
    #expect(try bench.run(arguments("o")).status == 1)
    try bench.folder.write(sound, as: "dry/s5.wav")
    unlink(bench.folder.path("o/0/7.wav"))
    try bench.folder.write([1, 2, 3], as: "o/1/60.wav")
    let manifest = try bench.folder.bytes("m")
    try bench.folder.write(Array(manifest.dropLast(20)), as: "m")
    let resumed = try bench.run(arguments("o", ["--resume"]))
    #expect(resumed.status == 0, "\(resumed.errors)")
    #expect(resumed.errors.contains("m: its last line broke off; that file is rendered again"))
    #expect(access(bench.folder.path("o/errors.jsonl"), F_OK) != 0)
    try expectWhole()
  }

  @Test func `another seed is not taken for the same run`() throws {
    #expect(try bench.run(arguments("o")).status == 0)
    let other = try bench.run(arguments("o", ["--resume"]).map { $0 == "3" ? "4" : $0 })
    #expect(other.status == 64)
    #expect(
      other.errors.contains(" was written with seed 3 and this run goes on with 4; resume with"),
      "\(other.errors)")
    let again = try bench.run(arguments("o"))
    #expect(again.status == 73)
    #expect(again.errors.contains("go on with --resume or replace it with --force"))
  }

  @Test func `resuming what is complete changes nothing`() throws {
    #expect(try bench.run(arguments("o")).status == 0)
    let manifest = try bench.text("m")
    let again = try bench.run(arguments("o", ["--resume"]))
    #expect(again.status == 0)
    #expect(again.errors.contains("120/120 files, 120 of them by an earlier run"))
    #expect(try bench.text("m") == manifest)
  }
}

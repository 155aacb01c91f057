import Glibc
import TestSupport
import Testing

/// What is shown on a terminal while a render runs, through `script`, which makes one.
@Suite struct ConvolveTerminalTests {
  private let bench: BatchBench

  init() throws { bench = try BatchBench() }

  /// What comes to the terminal.
  private func shown(_ command: String) throws -> String {
    let result = try RunningProgram(
      "/usr/bin/script", ["-qec", "'\(try Products.path("convolve"))' \(command)", "/dev/null"],
      in: bench.folder.path
    ).result()
    #expect(result.status == 0, "\(result.output)\(result.errors)")
    return result.output
  }

  @Test func `a file shows its share, speed and time to come, and leaves its summary`() throws {
    try bench.write(noise(400_000, seed: 1), as: "long.wav")
    let text = try shown("render long.wav --ir rirs/r0.wav -o out.wav")
    let line = /\r\u{1B}\[K\d+ %  \d+ x real time  ETA \d+:\d\d/
    #expect(text.contains(line), "\(text)")
    let ending = /\r\u{1B}\[Kconvolve: out.wav: 400599 frames, [^\r]*\r\n$/
    #expect(text.contains(ending), "\(text)")
    #expect(try shown("render long.wav --ir rirs/r0.wav -o quiet.wav --quiet") == "")
  }

  @Test func `many files show how many are done, and failures stay above the line`() throws {
    let list = (0..<300).map { "{\"in\":\"dry/s1.wav\",\"out\":\"\($0).wav\"}\n" }
    try bench.folder.write(Array(list.joined().utf8), as: "l.jsonl")
    let text = try shown("render --list l.jsonl --ir rirs/r0.wav --jobs 1 -o o/")
    #expect(text.contains(/\r\u{1B}\[K\d+\/300  \d+ x real time  ETA \d+:\d\d/), "\(text)")
    #expect(text.contains(/\r\u{1B}\[Kconvolve: 300\/300 files; \d+ x real time\r\n$/), "\(text)")
  }

  @Test func `nothing is shown where no terminal is`() throws {
    try bench.write(noise(400_000, seed: 1), as: "long.wav")
    let result = try bench.run(["long.wav", "--ir", "rirs/r0.wav", "-o", "out.wav"])
    #expect(!result.errors.contains("\r") && !result.errors.contains("ETA"))
  }
}

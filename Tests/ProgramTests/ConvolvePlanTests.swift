import Testing
import TestSupport

/// `convolve plan`, and `render --plan`, which takes back what it prints.
@Suite struct ConvolvePlanTests {
  private let bench: ConvolveBench

  init() throws { bench = try ConvolveBench() }

  private func plan(_ arguments: String...) throws -> ProgramResult {
    let cache = ["CACHE_DIRECTORY": bench.folder.path]
    return try RunningProgram(
      try Products.path("convolve"), ["plan"] + arguments, in: bench.folder.path,
      environment: cache
    ).result()
  }

  /// What stands behind a label.
  private func value(_ label: String, in output: String) -> String? {
    let line = output.split(separator: "\n").first { $0.hasPrefix(label) }
    return line.map { String($0.dropFirst(label.count).drop { $0 == " " }) }
  }

  @Test func `plan prints partitions, memory, latency and both loads`() throws {
    try bench.write([decay(20_000, seed: 1), decay(20_000, seed: 2)], as: "ir.wav")
    let result = try plan("ir.wav", "--period", "64", "--costs", "typical")
    #expect(result.status == 0)
    #expect(result.errors == "convolve: kernel costs built in\n")
    let output = result.output
    #expect(output.hasPrefix("ir.wav: 2 channels, 48000 Hz, 20000 frames (0.417 s)\n"))
    #expect(value("partitions", in: output)?.hasPrefix("64x") == true)
    #expect(value("partitions", in: output)?.hasSuffix(", blocks of 64 frames") == true)
    #expect(value("channels", in: output)?.hasPrefix("2 in, 2 out, 2 paths, ") == true)
    #expect(value("memory", in: output)?.hasSuffix(" MiB") == true)
    #expect(
      value("latency", in: output)
        == "64 frames (1.33 ms): 64 of the period, 0 of the partitions")
    for label in ["mean load", "worst block"] {
      let shares = value(label, in: output)?.split(separator: "%").count
      #expect(shares == 3, "\(output)")
    }
  }

  @Test func `costs are measured once, kept, and measured again when asked`() throws {
    try bench.write([decay(500, seed: 1)], as: "ir.wav")
    #expect(try plan("ir.wav").errors.contains("kernel costs measured in "))
    let text = try bench.folder.bytes("costs")
    #expect(String(decoding: text, as: UTF8.self).hasPrefix("convolved kernel costs 2, nanosec"))
    #expect(
      try plan("ir.wav").errors == "convolve: kernel costs from \(bench.folder.path)/costs\n")
    #expect(try plan("ir.wav", "--costs", "measured").errors.contains("measured in "))
  }

  @Test func `periods that are no power of two tell what they cost`() throws {
    try bench.write([decay(500, seed: 1)], as: "ir.wav")
    let result = try plan("ir.wav", "--period", "441", "--costs", "typical")
    #expect(
      value("latency", in: result.output)
        == "456 frames (9.50 ms): 441 of the period, 15 to cut periods into blocks, "
        + "0 of the partitions")
  }

  @Test(arguments: [
    (1, "auto", "1 in, 1 out, 1 path"), (4, "auto", "2 in, 2 out, 4 paths"),
    (3, "auto", "3 in, 3 out, 3 paths"), (9, "matrix", "3 in, 3 out, 9 paths"),
    (4, "true-stereo", "2 in, 2 out, 4 paths"), (4, "diagonal", "4 in, 4 out, 4 paths"),
  ])
  func `channels follow from the impulse response`(
    _ count: Int, _ layout: String, _ channels: String
  ) throws {
    try bench.write(
      (0..<count).map { decay(100, seed: UInt64($0 + 1)) }, as: "ir.wav")
    let result = try plan("ir.wav", "--layout", layout, "--costs", "typical")
    #expect(value("channels", in: result.output)?.hasPrefix(channels) == true, "\(result)")
  }

  @Test(arguments: [
    (["--period", "8"], 64, "--period is 8; allowed are 16 to 8192"),
    (["--period", "-64"], 64, "--period is -64; allowed are 16 to 8192"),
    (["--period", "64", "--goal", "offline"], 64, "leave --period out"),
    (["--channels", "0"], 64, "--channels is 0; allowed are 1 to 64"),
    (["--goal", "fast"], 64, "goal"),
    (["--channels", "5"], 65, "ir.wav: 2 channels of impulse response do not fit 5"),
  ])
  func `what plan cannot do is said`(_ options: [String], _ status: Int, _ words: String) throws {
    try bench.write([decay(100, seed: 1), decay(100, seed: 2)], as: "ir.wav")
    let result = try bench.start(["plan", "ir.wav"] + options).result()
    #expect(result.status == Int32(status) && result.errors.contains(words), "\(result)")
    #expect(result.output.isEmpty)
  }

  @Test func `a plan given back renders the same samples as its own`() throws {
    try bench.write([noise(9000, seed: 3)], as: "in.wav")
    try bench.write([decay(5000, seed: 4)], as: "ir.wav")
    let own = try bench.run("render", "in.wav", "--ir", "ir.wav", "-o", "a.wav", "--block", "64")
    let printed = try #require(own.errors.split(separator: "partitions ").last)
    let partitions = String(printed.prefix { $0 != ";" })
    let given = try bench.run(
      "render", "in.wav", "--ir", "ir.wav", "-o", "b.wav", "--plan", partitions)
    #expect(given.errors.contains("partitions \(partitions);"), "\(given)")
    let other = try bench.run(
      "render", "in.wav", "--ir", "ir.wav", "-o", "c.wav", "--plan", "128x64")
    #expect(other.errors.contains("partitions 128x64;"), "\(other)")
    let bytes = try ["a.wav", "b.wav", "c.wav"].map { try bench.sampleBytes($0) }
    let isSame = bytes[0] == bytes[1], differs = bytes[0] != bytes[2]
    #expect(isSame && differs)
  }

  @Test(arguments: [
    (["--plan", "64x"], 64, "--plan \"64x\" is no partition plan"),
    (["--plan", "64x2 128x4s"], 64, "put 256 taps in front of it"),
    (["--plan", "d64 64x40"], 64, "needs its block"),
    (["--plan", "64x40", "--block", "128"], 64, "blocks of 128 frames begin with"),
    (["--plan", "64x4"], 65, "has 1000 taps here and the partitions 64x4 hold 256"),
  ])
  func `a plan that cannot be used is refused`(
    _ options: [String], _ status: Int, _ words: String
  ) throws {
    try bench.write([noise(100, seed: 5)], as: "in.wav")
    try bench.write([decay(1000, seed: 6)], as: "ir.wav")
    let arguments = ["render", "in.wav", "--ir", "ir.wav", "-o", "out.wav"] + options
    let result = try bench.start(arguments).result()
    #expect(result.status == Int32(status) && result.errors.contains(words), "\(result)")
    #expect(bench.folder.names == ["in.wav", "ir.wav"])
  }
}

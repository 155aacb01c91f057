import JSON
import Testing

/// `convolve plan --json`, which programs read.
@Suite struct ConvolvePlanJSONTests {
  private let bench: ConvolveBench

  init() throws { bench = try ConvolveBench() }

  private static let keys = [
    "file", "sample_rate", "impulse_channels", "impulse_frames", "plan", "block_frames",
    "direct_taps", "stages", "inputs", "outputs", "paths", "tiles", "memory_bytes", "period_frames",
    "latency_frames", "predicted", "measured",
  ]
  private static let stageKeys = ["partition_frames", "partition_count", "offset_frames", "timing"]
  private static let loadKeys = ["mean_load", "worst_block_ns", "worst_block_load"]

  private func json(_ arguments: String...) throws -> JSONValue {
    let result = try bench.start(["plan", "--json", "--costs", "typical"] + arguments).result()
    #expect(result.status == 0 && result.output.hasSuffix("}\n"), "\(result)")
    return try JSONValue(parsing: result.output)
  }

  private func keys(_ value: JSONValue?) -> [String] { (value?.members ?? []).map(\.key) }

  private func number(_ key: String, in value: JSONValue) throws -> Double {
    try #require(value[key]?.number, "\(key) in \(value)")
  }

  @Test func `the keys are those that programs rely on, and the help names them`() throws {
    try bench.write([decay(20_000, seed: 1), decay(20_000, seed: 2)], as: "ir.wav")
    let plan = try json("ir.wav", "--period", "64")
    #expect(keys(plan) == Self.keys)
    for stage in plan["stages"]?.elements ?? [] { #expect(keys(stage) == Self.stageKeys) }
    for load in ["predicted", "measured"] { #expect(keys(plan[load]) == Self.loadKeys) }
    let help = try bench.run("plan", "--help").output
    for key in Self.keys + Self.stageKeys + Self.loadKeys {
      #expect(help.contains(key), "\(key)")
    }
  }

  @Test func `the values are those of the printed plan`() throws {
    try bench.write([decay(20_000, seed: 1), decay(20_000, seed: 2)], as: "ir.wav")
    let plan = try json("ir.wav", "--period", "441")
    let wanted: [String: JSONValue] = [
      "file": "ir.wav", "sample_rate": 48000, "impulse_channels": 2, "impulse_frames": 20000,
      "inputs": 2, "outputs": 2, "paths": 2, "block_frames": 16, "direct_taps": 64,
      "period_frames": 441, "latency_frames": 456,
    ]
    for (key, expected) in wanted { #expect(plan[key] == expected, "\(key)") }
    let printed = try #require(plan["stages"]?.elements).map { stage -> String in
      let size = try #require(stage["partition_frames"]?.integer)
      let count = try #require(stage["partition_count"]?.integer)
      return "\(size)x\(count)" + (stage["timing"] == "spread" ? "s" : "")
    }
    #expect(plan["plan"]?.text == "d64 \(printed.joined(separator: " "))")
    #expect(try number("memory_bytes", in: plan) > 2 * 2 * 8 * 19_000)
    for load in [try #require(plan["predicted"]), try #require(plan["measured"])] {
      let nanoseconds = try number("worst_block_ns", in: load)
      let share = try number("worst_block_load", in: load)
      let mean = try number("mean_load", in: load)
      #expect(mean > 0 && mean <= share && abs(share - nanoseconds * 48000 / 16e9) < 1e-5)
    }
  }

  @Test func `a file's name is escaped`() throws {
    try bench.write([decay(100, seed: 1)], as: "a\"b\\c\td.wav")
    let plan = try json("a\"b\\c\td.wav")
    #expect(plan["file"]?.text == "a\"b\\c\td.wav")
    #expect(keys(plan) == Self.keys)
  }
}

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

  private func json(_ arguments: String...) throws -> String {
    let result = try bench.start(["plan", "--json", "--costs", "typical"] + arguments).result()
    #expect(result.status == 0 && result.output.hasSuffix("}\n"), "\(result)")
    return String(result.output.dropLast())
  }

  /// Keys of the object that `text` is, each with the text of its value.
  ///
  /// Reads just enough of JSON: strings with escapes, and brackets that hold members together.
  private func members(_ text: String) -> [(key: String, value: String)] {
    parts(of: text).map { part in
      let colon = part.firstIndex(of: ":") ?? part.endIndex
      return (
        String(part[..<colon].dropFirst().dropLast()), String(part[colon...].dropFirst(2))
      )
    }
  }

  /// What stands between the commas of a list or object, not within its parts.
  private func parts(of text: String) -> [String] {
    var parts = [""], depth = 0, isQuoted = false, isEscaped = false
    for character in text.dropFirst().dropLast() {
      if character == "\"" && !isEscaped { isQuoted.toggle() }
      isEscaped = character == "\\" && !isEscaped
      if !isQuoted && "[{".contains(character) { depth += 1 }
      if !isQuoted && "]}".contains(character) { depth -= 1 }
      if character == "," && depth == 0 && !isQuoted {
        parts.append("")
      } else if parts[parts.count - 1] != "" || character != " " {
        parts[parts.count - 1].append(character)
      }
    }
    #expect(depth == 0 && !isQuoted, "\(text)")
    return parts
  }

  private func value(_ key: String, in text: String) throws -> String {
    try #require(members(text).first { $0.key == key }?.value, "\(key) in \(text)")
  }

  @Test func `the keys are those that programs rely on, and the help names them`() throws {
    try bench.write([decay(20_000, seed: 1), decay(20_000, seed: 2)], as: "ir.wav")
    let text = try json("ir.wav", "--period", "64")
    #expect(members(text).map(\.key) == Self.keys)
    for stage in parts(of: try value("stages", in: text)) {
      #expect(members(stage).map(\.key) == Self.stageKeys)
    }
    for load in ["predicted", "measured"] {
      #expect(members(try value(load, in: text)).map(\.key) == Self.loadKeys)
    }
    let help = try bench.run("plan", "--help").output
    for key in Self.keys + Self.stageKeys + Self.loadKeys {
      #expect(help.contains(key), "\(key)")
    }
  }

  @Test func `the values are those of the printed plan`() throws {
    try bench.write([decay(20_000, seed: 1), decay(20_000, seed: 2)], as: "ir.wav")
    let text = try json("ir.wav", "--period", "441")
    let wanted = [
      "file": "\"ir.wav\"", "sample_rate": "48000", "impulse_channels": "2",
      "impulse_frames": "20000", "inputs": "2", "outputs": "2", "paths": "2", "block_frames": "16",
      "direct_taps": "64", "period_frames": "441", "latency_frames": "456",
    ]
    for (key, expected) in wanted {
      let found = try value(key, in: text)
      #expect(found == expected, "\(key)")
    }
    let printed = try parts(of: try value("stages", in: text)).map { stage -> String in
      let isSpread = try value("timing", in: stage) == "\"spread\""
      let size = try value("partition_frames", in: stage)
      let count = try value("partition_count", in: stage)
      return "\(size)x\(count)" + (isSpread ? "s" : "")
    }
    let plan = try value("plan", in: text)
    #expect(plan == "\"d64 \(printed.joined(separator: " "))\"")
    let bytes = try #require(Int(try value("memory_bytes", in: text)))
    #expect(bytes > 2 * 2 * 8 * 19_000)
    for load in try [value("predicted", in: text), value("measured", in: text)] {
      let nanoseconds = try #require(Double(value("worst_block_ns", in: load)))
      let share = try #require(Double(value("worst_block_load", in: load)))
      let mean = try #require(Double(value("mean_load", in: load)))
      #expect(mean > 0 && mean <= share && abs(share - nanoseconds * 48000 / 16e9) < 1e-5)
    }
  }

  @Test func `a file's name is escaped`() throws {
    try bench.write([decay(100, seed: 1)], as: "a\"b\\c\td.wav")
    let text = try json("a\"b\\c\td.wav")
    #expect(try value("file", in: text) == #""a\"b\\c\u0009d.wav""#)
    #expect(members(text).map(\.key) == Self.keys)
  }
}

import Settings
import Testing

@Suite struct MutationTests {
  @Test(
    "a mutated configuration gives a configuration or its mistakes, the same each time",
    arguments: [
      Samples.room, Samples.reverb, Samples.full, Samples.crossover,
      Samples.chain("  - gain: {gain: 1}"),
    ])
  func mutations(sample: String) throws {
    var mutator = Mutator(seed: UInt64(sample.utf8.count))
    for _ in 0..<500 {
      let text = mutator.mutated(sample)
      let first = outcome(text)
      #expect(first == outcome(text))
      guard case .failure(let errors) = first else { continue }
      let lineCount = text.unicodeScalars.count { $0 == "\n" || $0 == "\r" } + 1
      #expect(!errors.diagnostics.isEmpty && !errors.description.isEmpty)
      for position in errors.diagnostics.compactMap(\.position) {
        #expect((1...lineCount).contains(position.line) && position.column >= 1)
      }
    }
  }

  private func outcome(_ text: String) -> Result<Configuration, ConfigurationErrors> {
    do throws(ConfigurationErrors) {
      return .success(try Configuration.parse(text: text, path: "f.yaml"))
    } catch {
      return .failure(error)
    }
  }
}

/// Damages texts, the same way for the same seed.
private struct Mutator {
  private static let snippets = [
    "", ":", ": ", "- ", "  ", "\n", "\t", "[", "]", "{", "}", ",", "\"", "'", "#", "&a ", "*a",
    "!t ",
    "|\n", "---\n", "...", "%", "\u{0}", "\u{FEFF}", "é", "🎚", "-1e999", "0x1", "nan", "? ", "~",
    "gain", "route: ", "on: ", "L", "\r", "\\", "<<: ", "{rate}",
  ]
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  /// One to four pieces of `text` deleted, doubled, moved or replaced.
  mutating func mutated(_ text: String) -> String {
    var scalars = Array(text.unicodeScalars)
    for _ in 0...random(below: 4) {
      let start = random(below: scalars.count + 1)
      let end = min(scalars.count, start + random(below: 8))
      let piece = Array(scalars[start..<end])
      switch random(below: 4) {
      case 0: scalars.removeSubrange(start..<end)
      case 1: scalars.insert(contentsOf: piece, at: random(below: scalars.count + 1))
      case 2:
        let snippet = Self.snippets[random(below: Self.snippets.count)]
        scalars.replaceSubrange(start..<end, with: snippet.unicodeScalars)
      default:
        let snippet = Self.snippets[random(below: Self.snippets.count)]
        scalars.insert(contentsOf: snippet.unicodeScalars, at: start)
      }
    }
    var view = String.UnicodeScalarView()
    view.append(contentsOf: scalars)
    return String(view)
  }

  /// SplitMix64 (Steele, Lea, Flood 2014).
  private mutating func random(below bound: Int) -> Int {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return Int((mixed ^ (mixed >> 31)) % UInt64(bound))
  }
}

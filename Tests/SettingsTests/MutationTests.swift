import Settings
import Testing
import TestSupport

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

  @Test("a mutated equaliser's text gives its bands or its mistakes, the same each time")
  func texts() {
    let sample = """
      Preamp: -6.4 dB
      Filter 1: ON LSC Fc 105 Hz Gain 5.5 dB Q 0.70
      Filter 2: ON LS 6 dB Fc 62,5 Hz Gain -5.5 dB
      Filter 3: ON PK Fc 1,000.0 Hz Gain 1 dB BW Oct 0.5
      GraphicEQ: 25 -3.2; 40 1.0; 16000 -8
      """
    var mutator = Mutator(seed: 11)
    for _ in 0..<2000 {
      let text = mutator.mutated(sample)
      let first = equalizer(text)
      #expect(first == equalizer(text))
      switch first {
      case .failure(let errors):
        #expect(!errors.diagnostics.isEmpty && !errors.description.isEmpty)
      case .success(let found):
        // What nobody has to check again.
        #expect(found.bands.allSatisfy { $0.hertz >= 1 && $0.hertz < 24000 && $0.quality > 0 })
        #expect(zip(found.curve, found.curve.dropFirst()).allSatisfy { $0.hertz < $1.hertz })
        #expect(found.curve.allSatisfy { $0.hertz > 0 && $0.gainDecibels <= 40 })
      }
    }
  }

  private func equalizer(_ text: String) -> Result<EqualizerText, ConfigurationErrors> {
    do throws(ConfigurationErrors) {
      return .success(try EqualizerText.parse(text: text, path: "f.txt", sampleRate: 48000))
    } catch {
      return .failure(error)
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
  private var generator: SeededGenerator

  init(seed: UInt64) { generator = SeededGenerator(seed: seed) }

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

  private mutating func random(below bound: Int) -> Int { Int(generator.next() % UInt64(bound)) }
}

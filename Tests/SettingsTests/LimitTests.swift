import Settings
import Testing

@Suite struct LimitTests {
  @Test func `a file of one mebibyte is read and one byte more is refused`() throws {
    let comment = "\n#"
    let filler = Configuration.byteLimit - Samples.room.utf8.count - comment.utf8.count
    let largest = Samples.room + comment + String(repeating: "x", count: filler)
    _ = try parsed(largest)
    #expect(
      mistakes(largest + "x")
        == ["the file has more than 1048576 bytes, the most that a configuration may have"])
  }

  @Test(
    "sixteen levels are read and the seventeenth is refused where it opens",
    arguments: [("[", "]"), ("{a: ", "}")])
  func depth(opening: String, closing: String) {
    func nested(_ levels: Int) -> String {
      let inner = levels - 1
      return "a: " + String(repeating: opening, count: inner)
        + String(repeating: closing, count: inner)
    }
    let column = 4 + 15 * opening.count
    let deeper = "lists and keys are nested deeper than 16 levels here"
    #expect(mistakes(nested(16)).allSatisfy { !$0.contains("deeper") })
    #expect(mistakes(nested(17)) == ["1:\(column) \(deeper)"])
    #expect(mistakes(nested(100_000)).map { $0.hasSuffix(deeper) } == [true])
  }

  @Test(
    "a megabyte of nesting is refused at once",
    arguments: ["[", "{", "- ", "? ", "[{", "[a, ", "{a: [", "{? ", "!a [", "&a ["])
  func nesting(opening: String) {
    let text = String(repeating: opening, count: Configuration.byteLimit / opening.utf8.count)
    let found = mistakes(text)
    #expect(found.count <= 20 && found.contains { $0.contains("nested deeper than 16 levels") })
  }

  @Test func `4096 keys are read and one more is refused where it stands`() {
    func keyed(_ count: Int) -> String {
      (1...count).map { "k\($0): x" }.joined(separator: "\n")
    }
    #expect(mistakes(keyed(4096)).contains { $0.contains("has no key \"k1\"") })
    #expect(
      mistakes(keyed(4097))
        == ["4097:1 the file has more than 4096 keys and list entries; this is the first too many"])
  }

  @Test func `list entries count like keys`() {
    let entries = Array(repeating: "x", count: 4096)
    let text = "a: [\(entries.joined(separator: ", "))]"
    let column = 5 + 3 * 4095
    #expect(
      mistakes(text) == [
        "1:\(column) the file has more than 4096 keys and list entries; this is the first too many"
      ])
  }

  @Test func `a route has at most 64 outputs`() throws {
    func routed(_ count: Int) -> String {
      let outputs = (1...count).map { "\($0): L" }.joined(separator: ", ")
      return Samples.chain("  - route: {\(outputs)}\n  - route: {L: 1, R: 2}")
    }
    _ = try parsed(routed(64))
    #expect(mistakes(routed(65)) == ["6:12 route has 65 outputs; it must have from 1 to 64"])
  }

  @Test func `an alias bomb is refused without growing`() {
    var text = "a0: &a0 [x]\n"
    for level in 1...9 {
      let aliases = Array(repeating: "*a\(level - 1)", count: 9).joined(separator: ", ")
      text += "a\(level): &a\(level) [\(aliases)]\n? *a\(level)\n: 1\n"
    }
    let start = ContinuousClock.now
    #expect(mistakes(text).count == Configuration.mistakeLimit + 1)
    #expect(start.duration(to: .now) < .seconds(1))
  }

  @Test func `a hundred mistakes are shown and the rest is counted`() {
    let list = Array(repeating: "*a", count: 150).joined(separator: ", ")
    let found = mistakes("version: 1\nchain: [\(list)]\n")
    #expect(found.count == 101)
    #expect(found.last == "53 more mistakes are not shown")
  }

  @Test func `long words are compared with nothing`() {
    let word = String(repeating: "gain", count: 100_000)
    let found = diagnostics(Samples.chain("  - convolve: {ir: a, layout: \(word)}"))
    #expect(found.map(\.hint) == ["Allowed: auto, mono, diagonal, true-stereo, matrix"])
    #expect(found.allSatisfy { $0.message.count < 100 })
  }
}

import Settings
import Testing

@Suite struct RenderingTests {
  @Test func `a mistake is printed as a compiler prints it`() {
    let text = Samples.chain("  - convolve: {ir: a.wav, gian: auto}")
    let expected = """
      room.yaml:6:27: error: convolve has no key "gian"
        - convolve: {ir: a.wav, gian: auto}
                                ^
      hint: did you mean "gain"? Allowed: name, ir, longest, layout, dry, wet, predelay, gain, on
      """
    #expect(printed(text) == expected)
  }

  @Test func `a tab before a mistake stays a tab above the caret`() {
    let text = "version: 1\naudio:\t{rate: 48000, period: x}\n"
    #expect(printed(text)?.contains("\naudio:\t{rate: 48000, period: x}\n      \t") == true)
  }

  @Test func `a long line is clipped around the caret`() {
    let filler = String(repeating: "x", count: 100_000)
    let text = Samples.chain("  - convolve: {ir: \(filler), gian: 0, name: \(filler)}")
    let lines = (printed(text) ?? "").split(separator: "\n")
    #expect(lines.allSatisfy { $0.count < 200 })
    #expect(lines[1].hasPrefix("…") && lines[1].contains("xx, gian: 0, name: xx"))
    #expect(lines[1].dropFirst(lines[2].count - 1).hasPrefix("gian"))
  }

  @Test func `a mistake of the whole file has no line`() {
    #expect(throws: ConfigurationErrors.self) { try Configuration.load(path: "/nowhere/room.yaml") }
    do throws(ConfigurationErrors) {
      _ = try Configuration.load(path: "/nowhere/room.yaml")
    } catch {
      #expect(
        error.description == "/nowhere/room.yaml: error: there is no such file; check the path")
      #expect(error.kind == .unreadable)
    }
  }

  @Test func `values in messages cannot command a terminal`() {
    let text = Samples.chain("  - convolve: {ir: \"a\\e[31m.wav\"}")
    let output = printed(text) ?? ""
    #expect(output.contains("u{1B}") && !output.unicodeScalars.contains("\u{1B}"))
  }

  private func printed(_ text: String) -> String? {
    do throws(ConfigurationErrors) {
      _ = try parsed(text)
      return nil
    } catch {
      #expect(error.description == error.render(source: text))
      return error.description
    }
  }
}

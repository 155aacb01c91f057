import Settings
import Testing

@Suite struct SyntaxTests {
  @Test(
    "broken YAML is explained where it breaks",
    arguments: [
      ("a: \"x\nb: 1\n", "1:4 this quote is never closed"),
      ("a: {b: 1\nc: 2\n", "2:2 expected \",\" or \"}\" in the braces that open in line 1"),
      ("a: [1, 2}\n", "1:9 expected \",\" or \"]\" in the brackets that open in line 1"),
      ("a:\n\tb: 1\n", "2:1 a tab cannot indent or separate here"),
      ("a: b: c\n", "1:5 a \": \" makes no sense here"),
      ("a: 1\n b: 2\n", "2:3 a \": \" makes no sense here"),
      ("a: @x\n", "1:4 \"@\" cannot begin a value"),
      ("a: 1\nb\n", "2:1 this line is neither a key with its value nor a list entry"),
      ("a:\n  b: 1\n c: 2\n", "3:2 expected a key as in line 1"),
      ("a: 'it's'\n", "1:8 nothing can follow the value here"),
      ("a: [b, , c]\n", "1:8 expected a value before \",\""),
      ("a: - b\n", "1:4 a list cannot begin here"),
      ("{a: 1}}\n", "1:7 nothing can follow the end of the configuration"),
      ("---\na: 1\n---\nb: 2\n", "3:1 a second document begins here; a configuration is one"),
      ("%YAML 1.1\n---\na: 1\n", "1:1 directives (%YAML, %TAG) are not allowed"),
      ("%YAML 2.0\n---\na: 1\n", "1:1 directives (%YAML, %TAG) are not allowed"),
      ("", "1:1 the file is empty"),
      ("# nothing\n", "1:1 the file is empty"),
      ("- a\n", "1:1 a configuration is a list; it must be a set of keys"),
    ])
  func broken(text: String, expected: String) {
    #expect(mistakes(text).first == expected)
  }

  @Test func `anchors, aliases and tags are refused where they stand`() {
    let text = """
      version: 1
      audio: &audio {rate: !!int 48000, period: ! 64}
      capture: &a
        device: x
        channels: !<list> [L, R]
      playback: *a
      chain: !list []
      """
    #expect(
      mistakes(text) == [
        "2:8 anchors (&name) are not allowed",
        "2:22 tags (!name) are not allowed",
        "2:43 tags (!name) are not allowed",
        "3:10 anchors (&name) are not allowed",
        "5:13 tags (!name) are not allowed",
        "6:11 aliases (*name) are not allowed",
        "7:8 tags (!name) are not allowed",
      ])
  }

  @Test func `signs that look like anchors inside text and comments are text`() throws {
    let text = Samples.chain("  - convolve: {ir: \"&a *a !a\", name: R & B}  # *loud* &so !on")
    #expect(try parsed(text).chain.count == 1)
  }

  @Test func `keys are text`() {
    let text = "? [a]\n: 1\n? {b: c}\n: 2\n*d : 3\n"
    #expect(
      mistakes(text).filter { !$0.contains("needs") } == [
        "1:3 a key is text, but this one is a list",
        "3:3 a key is text, but this one is a set of keys",
        "5:1 aliases (*name) are not allowed",
      ])
  }

  @Test(
    "signs that no configuration needs are refused where they stand",
    arguments: [
      ("a: \u{0}", "1:4 the sign U+0000 is not allowed in a configuration"),
      ("a\nb: \u{1B}[1m", "2:4 the sign U+001B is not allowed in a configuration"),
      ("a\r\nb\u{2028}", "2:2 the sign U+2028 is not allowed in a configuration"),
      ("a\rb\u{85}", "2:2 the sign U+0085 is not allowed in a configuration"),
      ("\u{FEFF}version: 1", "1:1 the file begins with a byte order mark"),
      ("a: \u{FEFF}", "1:4 the sign U+FEFF is not allowed in a configuration"),
    ])
  func refusedSigns(text: String, expected: String) {
    #expect(mistakes(text) == [expected])
  }

  @Test func `lines end as in any editor and columns count signs, not bytes`() throws {
    _ = try parsed(Samples.full.replacing("\n", with: "\r\n"))
    let text = Samples.chain("  - gain: {on: [\"Ölgäß🎚\", x], gain: 0}").replacing(
      "\n", with: "\r\n")
    #expect(mistakes(text).map { $0.prefix(4) } == ["6:17", "6:27"])
  }
}

import JSON
import Testing

/// What is read, and what is refused with its place.
@Suite struct ParsingTests {
  private func refusal(_ text: String) -> String? { refusal(Array(text.utf8)) }

  private func refusal(_ bytes: [UInt8]) -> String? {
    do throws(JSONError) {
      _ = try JSONValue(parsing: bytes)
      return nil
    } catch {
      return error.description
    }
  }

  @Test func `each kind of value is read, members in their order`() throws {
    let read = try JSONValue(
      parsing: #" {"z":null,"a":[true,false,-7,0.5,1e3],"t":"é\u00e9\n\ud83d\ude00","o":{}} "#)
    let expected: JSONValue = [
      "z": nil, "a": [true, false, -7, 0.5, .number(1000)], "t": "éé\n😀", "o": [:],
    ]
    #expect(read == expected)
  }

  @Test func `a bare value is read as well`() throws {
    #expect(try JSONValue(parsing: "7") == 7)
    #expect(try JSONValue(parsing: "\"\"") == "")
  }

  @Test func `integers keep 64 bits, and larger ones are refused`() throws {
    #expect(try JSONValue(parsing: "9223372036854775807") == .integer(.max))
    #expect(try JSONValue(parsing: "-9223372036854775808") == .integer(.min))
    #expect(refusal("[9223372036854775808]")?.contains("too big") == true)
    #expect(refusal("[-9223372036854775809]") != nil)
  }

  @Test func `numbers beyond Double are refused, and those too small for it are 0`() throws {
    #expect(refusal("1e309")?.contains("overflow") == true)
    #expect(try JSONValue(parsing: "1e-400").number == 0)
  }

  @Test(arguments: [
    "", " ", "nul", "NaN", "Infinity", "-", "01", "1.", ".5", "+1", "0x10", "'a'", "[1,]",
    "{\"a\"}",
    "{a:1}", "[1 2]", "\"a", "\"\u{1}\"", #""\x""#, #""\ud800""#, #""\u0000""#, "[1] 2", "// 1",
    "{\"a\":1,\"a\":2}", "\u{FEFF}1", "[\0]",
  ])
  func `what is no JSON, or no JSON of ours, is refused`(text: String) {
    #expect(refusal(text)?.hasPrefix("line 1, column ") == true, "\(text)")
  }

  @Test func `bytes that are no UTF-8 are refused`() {
    for bytes in [
      [0xFF], [0xC0, 0x80], [0xED, 0xA0, 0x80], [0xF5, 0x80, 0x80, 0x80], [0xE2, 0x82],
    ] {
      #expect(refusal([0x22] + bytes.map(UInt8.init) + [0x22]) != nil, "\(bytes)")
    }
  }

  @Test func `the place of a mistake is told`() {
    #expect(refusal("{\"a\": 1,\n  \"b\": tru}")?.hasPrefix("line 2, column ") == true)
  }

  @Test func `depth is bounded, whatever stands in brackets or in quotes`() throws {
    let deepest = String(repeating: "[", count: 32) + String(repeating: "]", count: 32)
    #expect(refusal(deepest) == nil)
    #expect(
      refusal("\n\n" + "[\(deepest)]")
        == "line 3, column 33: more than 32 lists and objects within one another")
    #expect(refusal(String(repeating: "[", count: 1_000_000))?.contains("column 33") == true)
    #expect(refusal(String(repeating: "{\"a\":", count: 1_000_000))?.contains("33") == false)
    let quoted = "\"" + String(repeating: "[", count: 100) + "\\\"[\""
    #expect(refusal(quoted) == nil)
    #expect(try JSONValue(parsing: "[[1]]", depthLimit: 2) == [[1]])
    #expect(throws: JSONError.self) { try JSONValue(parsing: "[[[1]]]", depthLimit: 2) }
  }
}

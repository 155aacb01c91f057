import JSON
import Testing
import TestSupport

/// What is written reads back as the same.
@Suite struct WritingTests {
  @Test func `values are written without spaces, members in their order`() {
    let value: JSONValue = ["b": [1, -2.5, true, false, nil], "a": ["x": "y"], "": []]
    #expect(value.description == #"{"b":[1,-2.5,true,false,null],"a":{"x":"y"},"":[]}"#)
  }

  @Test func `text is escaped where JSON or a line demands it`() {
    let value: JSONValue = "a\"b\\c\n\r\t\u{0}\u{1F}\u{7F}\u{2028}é😀/"
    #expect(value.description == #""a\"b\\c\n\r\t\u0000\u001f\u007f\u2028é😀/""#)
  }

  @Test func `what JSON has no number for is null`() {
    #expect(JSONValue.array([.number(.nan), .number(.infinity)]).description == "[null,null]")
    #expect(JSONValue.rounded(-.infinity, decimals: 1).description == "null")
  }

  @Test func `rounded numbers have no more decimals than asked for`() {
    #expect(JSONValue.rounded(-12.34567, decimals: 2).description == "-12.35")
    #expect(JSONValue.rounded(0.1 + 0.2, decimals: 9).description == "0.3")
    #expect(JSONValue.rounded(1234.5678, decimals: 0).description == "1235.0")
  }

  @Test func `any number reads back as the same number`() throws {
    var generator = SeededGenerator(seed: 1)
    for _ in 0..<20_000 {
      let number = Double(bitPattern: generator.next())
      guard number.isFinite else { continue }
      let read = try JSONValue(parsing: JSONValue.number(number).description).number
      if read != number { Issue.record("\(number) was read as \(String(describing: read))") }
    }
  }

  @Test func `any value reads back as the same value`() throws {
    var generator = SeededGenerator(seed: 2)
    for _ in 0..<2_000 {
      let value = JSONValue.random(depth: 5, &generator)
      let read = try JSONValue(parsing: value.description)
      #expect(read == value)
    }
  }
}

extension JSONValue {
  /// A value of any kind; numbers have a point, and text no U+0000, which is not read.
  fileprivate static func random(depth: Int, _ generator: inout SeededGenerator) -> JSONValue {
    let count = Int.random(in: 0...4, using: &generator)
    switch Int.random(in: 0..<(depth > 0 ? 7 : 5), using: &generator) {
    case 0: return .null
    case 1: return .bool(.random(using: &generator))
    case 2: return .integer(.random(in: .min ... .max, using: &generator))
    case 3: return .number(.random(in: -1e6...1e6, using: &generator))
    case 4: return .string(text(&generator))
    case 5: return .array((0..<count).map { _ in random(depth: depth - 1, &generator) })
    default:
      return .object((0..<count).map { .init("\($0)", random(depth: depth - 1, &generator)) })
    }
  }

  private static func text(_ generator: inout SeededGenerator) -> String {
    var text = ""
    for _ in 0..<Int.random(in: 0...8, using: &generator) {
      let code = UInt32.random(
        in: 1...(.random(using: &generator) ? 0x7F : 0x10FFFF), using: &generator)
      text.unicodeScalars.append(Unicode.Scalar(code) ?? "?")
    }
    return text
  }
}

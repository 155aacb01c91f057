import Control
import Testing

/// Lines out of bytes, however the bytes come.
@Suite struct LineFramerTests {
  private func lines(_ framer: inout LineFramer) throws -> [String] {
    var lines: [String] = []
    while let line = try framer.next() { lines.append(String(decoding: line, as: UTF8.self)) }
    return lines
  }

  @Test func `lines are the same however the bytes are cut`() throws {
    let text = "first\n\n{\"second\":1}\r\nthird\nrest"
    for pieceBytes in 1...text.utf8.count {
      var framer = LineFramer()
      var found: [String] = []
      var rest = Array(text.utf8)[...]
      while !rest.isEmpty {
        framer.append(rest.prefix(pieceBytes))
        rest = rest.dropFirst(pieceBytes)
        found += try lines(&framer)
      }
      #expect(found == ["first", "", "{\"second\":1}\r", "third"], "\(pieceBytes)")
      #expect(framer.hasBytes)
    }
  }

  @Test func `a line may be as long as the limit, and no byte longer`() throws {
    var framer = LineFramer(limitBytes: 10)
    framer.append(Array("0123456789\n".utf8))
    #expect(try lines(&framer) == ["0123456789"])
    #expect(!framer.hasBytes)
    framer.append(Array("0123456789".utf8))
    #expect(try framer.next() == nil)
    framer.append(Array("0".utf8))
    #expect(throws: LineFramer.Overflow.self) { try framer.next() }
  }

  @Test func `a line that is too long is refused although its end has come`() {
    var framer = LineFramer(limitBytes: 10)
    framer.append(Array("01234567890\n".utf8))
    #expect(throws: LineFramer.Overflow.self) { try framer.next() }
  }

  @Test func `lines before one that is too long are given`() throws {
    var framer = LineFramer(limitBytes: 3)
    framer.append(Array("a\nb\nlong".utf8))
    #expect(try framer.next() == Array("a".utf8))
    #expect(try framer.next() == Array("b".utf8))
    #expect(throws: LineFramer.Overflow.self) { try framer.next() }
  }

  @Test func `lines that were not taken yet are kept when more comes`() throws {
    var framer = LineFramer()
    framer.append(Array("a\nb\nc".utf8))
    #expect(try framer.next() == Array("a".utf8))
    framer.append(Array("d\n".utf8))
    #expect(try lines(&framer) == ["b", "cd"])
  }
}

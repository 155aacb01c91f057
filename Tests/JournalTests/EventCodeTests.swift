import Glibc
import Testing

@testable import Journal

struct EventCodeTests {
  /// The rows of the table in docs/messages.md: code, message id, level, meaning, remedy.
  private func rows() throws -> [[String]] {
    let root = #filePath.split(separator: "/").dropLast(3).joined(separator: "/")
    let file = try #require(fopen("/\(root)/docs/messages.md", "r"))
    defer { fclose(file) }
    var bytes = [UInt8](repeating: 0, count: 1 << 20)
    let text = String(decoding: bytes[..<fread(&bytes, 1, bytes.count, file)], as: UTF8.self)
    return text.split(separator: "\n").filter { $0.hasPrefix("| `") }.map { line in
      line.split(separator: "|").map { cell in
        String(cell.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
      }
    }
  }

  @Test func `every code is documented with its id, its level, a meaning and a remedy`() throws {
    let rows = try rows()
    let documented = rows.map { Array($0.prefix(3)) }
    let known = EventCode.allCases.map { ["`\($0.name)`", "`\($0.messageID)`", "\($0.level)"] }
    for (row, code) in zip(documented, known) { #expect(row == code) }
    #expect(documented.count == known.count)
    for row in rows { #expect(row.count == 5, "\(row[0]) has no meaning or no remedy") }
  }

  @Test func `an id is 32 hexadecimal digits, and no other code's`() {
    let ids = EventCode.allCases.map(\.messageID)
    #expect(Set(ids).count == ids.count)
    for id in ids {
      #expect(id.utf8.count == 32)
      #expect(id.allSatisfy { $0.isHexDigit && !$0.isUppercase })
    }
  }

  @Test func `ids that were published stay what they are`() {
    #expect(EventCode.ready.messageID == "b9d24f6c1e8a4b7793d05f2e8c610001")
    #expect(EventCode.captureXrun.messageID == "b9d24f6c1e8a4b7793d05f2e8c610300")
    #expect(EventCode.metricsUnavailable.messageID == "b9d24f6c1e8a4b7793d05f2e8c610409")
  }

  @Test func `a code is named in words`() {
    #expect(EventCode.captureXrun.name == "capture_xrun")
    #expect(EventCode.ready.name == "ready")
  }
}

import CZlib
import Drawing
import Testing

@Suite struct PortableImageTests {
  private let palette = [Color(0x000000), Color(0xFF8000), Color(0x1234AB)]

  @Test(arguments: [(1, 1), (3, 2), (257, 5), (640, 480)])
  func `a reader finds the same pixels`(width: Int, height: Int) throws {
    let pixels = (0..<width * height).map { UInt8(($0 * 7 + $0 / width) % 3) }
    let image = PortableImage(width: width, height: height, pixels: pixels, palette: palette)
    let parts = try #require(Self.chunks(of: image.encoded()))
    #expect(parts.map(\.name) == ["IHDR", "PLTE", "IDAT", "IEND"])
    #expect(parts[0].content == Self.word(width) + Self.word(height) + [8, 3, 0, 0, 0])
    #expect(parts[1].content == [0, 0, 0, 0xFF, 0x80, 0, 0x12, 0x34, 0xAB])
    let rows = try #require(Self.inflated(parts[2].content, count: height * (width + 1)))
    #expect(Self.unfiltered(rows, width: width).elementsEqual(pixels))
  }

  /// The parts of a PNG file; `nil` when its signature or one of its checksums is wrong.
  private static func chunks(of bytes: [UInt8]) -> [(name: String, content: [UInt8])]? {
    guard bytes.starts(with: [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]) else { return nil }
    var place = 8
    var chunks: [(name: String, content: [UInt8])] = []
    while place < bytes.count {
      let count = bytes[place..<place + 4].reduce(0) { $0 << 8 | Int($1) }
      let body = Array(bytes[place + 4..<place + 8 + count])
      let sum = crc32(0, body, uInt(body.count))
      guard bytes[place + 8 + count..<place + 12 + count].elementsEqual(word(Int(sum))) else {
        return nil
      }
      chunks.append((String(decoding: body.prefix(4), as: UTF8.self), Array(body.dropFirst(4))))
      place += 12 + count
    }
    return chunks
  }

  private static func inflated(_ bytes: [UInt8], count: Int) -> [UInt8]? {
    var rows = [UInt8](repeating: 0xEE, count: count)
    var length = uLong(count)
    let status = uncompress(&rows, &length, bytes, uLong(bytes.count))
    return status == Z_OK && Int(length) == count ? rows : nil
  }

  /// Pixels from rows that hold differences to the row above (filter 2), or are as they are (0).
  private static func unfiltered(_ rows: [UInt8], width: Int) -> [UInt8] {
    var above = [UInt8](repeating: 0, count: width)
    return stride(from: 0, to: rows.count, by: width + 1).flatMap { start in
      let row = rows[start + 1..<start + 1 + width]
      above = rows[start] == 2 ? zip(above, row).map { $0 &+ $1 } : Array(row)
      return above
    }
  }

  private static func word(_ value: Int) -> [UInt8] {
    [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: value >> $0) }
  }
}

internal import CZlib

/// A PNG file of one byte per pixel, each an index into up to 256 colours.
///
/// - Source: RFC 2083; the deflate streams within are zlib's.
public struct PortableImage: Equatable, Sendable {
  /// Pixels.
  public let width: Int
  /// Pixels.
  public let height: Int
  /// Row after row from the top, `[height][width]`.
  public let pixels: [UInt8]
  /// The colours that ``pixels`` are places of.
  public let palette: [Color]

  /// - Precondition: `pixels` fills the rectangle, which is not empty, and each is a place in
  ///   `palette`, which has 1 to 256 colours.
  public init(width: Int, height: Int, pixels: [UInt8], palette: [Color]) {
    precondition(width > 0 && height > 0 && pixels.count == width * height)
    precondition((1...256).contains(palette.count))
    precondition(pixels.allSatisfy { Int($0) < palette.count })
    self.width = width
    self.height = height
    self.pixels = pixels
    self.palette = palette
  }

  /// The bytes of the file: the same for the same picture and version of zlib.
  public func encoded() -> [UInt8] {
    let head = Self.bigEndian(width) + Self.bigEndian(height) + [8, 3, 0, 0, 0]
    var rows: [UInt8] = []
    rows.reserveCapacity(height * (width + 1))
    for row in 0..<height {
      // As differences to the row above: where the palette is a gradient, and spectrograms are smooth,
      // a third fewer bytes.
      rows.append(2)
      for place in row * width..<(row + 1) * width {
        rows.append(row == 0 ? pixels[place] : pixels[place] &- pixels[place - width])
      }
    }
    return [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]
      + Self.chunk("IHDR", head)
      + Self.chunk("PLTE", palette.flatMap { [$0.red, $0.green, $0.blue] })
      + Self.chunk("IDAT", Self.deflated(rows))
      + Self.chunk("IEND", [])
  }

  private static func chunk(_ name: String, _ content: [UInt8]) -> [UInt8] {
    let body = Array(name.utf8) + content
    let sum = unsafe body.withUnsafeBufferPointer { buffer in
      unsafe crc32(0, buffer.baseAddress, uInt(buffer.count))
    }
    return bigEndian(content.count) + body + bigEndian(Int(sum))
  }

  private static func deflated(_ bytes: [UInt8]) -> [UInt8] {
    var count = compressBound(uLong(bytes.count))
    return unsafe [UInt8](unsafeUninitializedCapacity: Int(count)) { room, filled in
      let status = unsafe compress2(
        room.baseAddress, &count, bytes, uLong(bytes.count), Z_BEST_COMPRESSION)
      // The only other ends are a lack of memory and of room, and there is room for the worst.
      precondition(status == Z_OK, "zlib has no memory")
      filled = Int(count)
    }
  }

  private static func bigEndian(_ value: Int) -> [UInt8] {
    [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: value >> $0) }
  }
}

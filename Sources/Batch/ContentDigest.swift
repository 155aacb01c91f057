internal import CZlib

/// What a file holds, in short: its length and a checksum.
///
/// It tells a file that was replaced or edited from what it was. Two contents of equal length have the
/// same checksum by chance once in 2^32 times, and on purpose easily.
public struct ContentDigest: Hashable, Sendable {
  /// Of the whole file.
  public private(set) var byteCount = 0
  /// CRC-32 as gzip, PNG and zip have it.
  public private(set) var checksum: UInt32 = 0

  /// Of an empty file.
  public init() {}

  /// As a manifest has it; `nil` for a checksum that is none.
  init?(byteCount: Int, hexadecimal: String) {
    // A sign is taken for part of a number.
    guard byteCount >= 0, hexadecimal.utf8.count == 8, hexadecimal.first != "+",
      let checksum = UInt32(hexadecimal, radix: 16)
    else { return nil }
    self.byteCount = byteCount
    self.checksum = checksum
  }

  /// Takes in what follows in the file.
  public mutating func add(_ bytes: ArraySlice<UInt8>) {
    // Without an address zlib would begin anew.
    if bytes.isEmpty { return }
    byteCount += bytes.count
    checksum = unsafe bytes.withUnsafeBufferPointer { buffer in
      unsafe UInt32(crc32_z(uLong(checksum), buffer.baseAddress, buffer.count))
    }
  }

  /// The checksum in eight hexadecimal digits.
  public var hexadecimal: String {
    let digits = String(checksum, radix: 16)
    return String(repeating: "0", count: 8 - digits.count) + digits
  }
}

extension ContentDigest: CustomStringConvertible {
  /// In a sentence.
  public var description: String { "\(byteCount) bytes, CRC-32 \(hexadecimal)" }
}

/// One entry in the journal's own format, ready to be sent.
///
/// Source: systemd.io/JOURNAL_NATIVE_PROTOCOL. A value that has a line feed is written with its
/// length, so that no value can pass for a field of its own.
struct JournalEntry {
  /// Bytes that a value may have. What is cut off is counted in its place.
  static let valueByteLimit = 16 * 1024
  /// Bytes that an entry may have: half of what the kernel lets a datagram be. Fields beyond are
  /// counted in the field `CONVOLVED_OMITTED`.
  static let byteLimit = 96 * 1024

  private(set) var bytes: [UInt8] = []
  private var omittedCount = 0

  /// Adds a field.
  ///
  /// - Parameter name: capitals, digits and underscores, as `fieldName` makes them.
  mutating func add(_ name: String, _ value: String) {
    let value = Self.bounded(value)
    guard bytes.count + name.utf8.count + value.count + 10 <= Self.byteLimit else {
      omittedCount += 1
      return
    }
    append(name, value)
  }

  /// Says how much was left out. The last call.
  mutating func finish() {
    if omittedCount > 0 { append("CONVOLVED_OMITTED", Array(String(omittedCount).utf8)) }
  }

  private mutating func append(_ name: String, _ value: [UInt8]) {
    let lineFeed = UInt8(ascii: "\n")
    bytes += name.utf8
    if value.contains(lineFeed) {
      bytes.append(lineFeed)
      for shift in stride(from: 0, to: 64, by: 8) {
        bytes.append(UInt8(truncatingIfNeeded: value.count >> shift))
      }
    } else {
      bytes.append(UInt8(ascii: "="))
    }
    bytes += value
    bytes.append(lineFeed)
  }

  /// The value, or its beginning and how much more there was.
  private static func bounded(_ value: String) -> [UInt8] {
    guard value.utf8.count > valueByteLimit else { return Array(value.utf8) }
    var kept = value.utf8.index(value.startIndex, offsetBy: valueByteLimit)
    // Not within a character.
    while kept.samePosition(in: value.unicodeScalars) == nil {
      kept = value.utf8.index(before: kept)
    }
    let rest = value.utf8.distance(from: kept, to: value.endIndex)
    return Array(value[..<kept].utf8) + Array(" … (\(rest) more bytes)".utf8)
  }

  /// A field name for a metadata key: `lost-frames` gives `CONVOLVED_LOST_FRAMES`.
  static func fieldName(_ key: String) -> String {
    let letters = key.unicodeScalars.prefix(54).map { scalar -> Character in
      switch scalar {
      case "a"..."z", "A"..."Z", "0"..."9": Character(scalar.properties.uppercaseMapping)
      default: "_"
      }
    }
    return "CONVOLVED_" + String(letters)
  }
}

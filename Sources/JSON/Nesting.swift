/// Counts how deep lists and objects lie within one another.
enum Nesting {
  /// - Throws: the first bracket beyond the limit.
  static func check(_ bytes: [UInt8], limit: Int) throws(JSONError) {
    var depth = 0, isQuoted = false, isEscaped = false
    for (offset, byte) in bytes.enumerated() {
      if isQuoted {
        if byte == UInt8(ascii: "\"") && !isEscaped { isQuoted = false }
        isEscaped = byte == UInt8(ascii: "\\") && !isEscaped
        continue
      }
      switch byte {
      case UInt8(ascii: "\""): isQuoted = true
      case UInt8(ascii: "["), UInt8(ascii: "{"): depth += 1
      case UInt8(ascii: "]"), UInt8(ascii: "}"): depth -= 1
      default: break
      }
      if depth > limit { throw error(bytes[...offset], limit) }
    }
  }

  /// - Parameter head: the bytes up to the bracket, inclusive.
  private static func error(_ head: ArraySlice<UInt8>, _ limit: Int) -> JSONError {
    let line = 1 + head.count { $0 == UInt8(ascii: "\n") }
    let column = String(
      decoding: head.reversed().prefix { $0 != UInt8(ascii: "\n") }, as: UTF8.self
    )
    .unicodeScalars.count
    return JSONError(
      line: line, column: column, reason: "more than \(limit) lists and objects within one another")
  }
}

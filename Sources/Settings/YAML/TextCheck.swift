/// What is asked of a text before anything parses it: cheap, one pass each.
enum TextCheck {
  /// Reports a text that is too long or holds a sign that no configuration needs.
  ///
  /// YAML counts three more signs as line breaks than editors do (U+0085, U+2028, U+2029); refusing
  /// them keeps our line numbers and the editor's the same.
  static func check(_ text: String, findings: inout Findings) {
    checkLength(text.utf8.count, findings: &findings)
    guard findings.isEmpty else { return }
    if text.unicodeScalars.first == "\u{FEFF}" {
      findings.report(
        "the file begins with a byte order mark", at: .start, hint: "save it as UTF-8 without one")
      return
    }
    var place = PlaceCounter()
    for scalar in text.unicodeScalars {
      guard isAllowed(scalar) else {
        findings.report(
          "the sign \(codePoint(scalar)) is not allowed in a configuration",
          at: place.position, hint: "delete it; an editor may not show it")
        return
      }
      place.advance(past: scalar)
    }
  }

  /// Reports a file of more than ``Configuration/byteLimit`` bytes.
  static func checkLength(_ byteCount: Int, findings: inout Findings) {
    guard byteCount > Configuration.byteLimit else { return }
    findings.report(
      "the file has more than \(Configuration.byteLimit) bytes, the most that a configuration "
        + "may have",
      at: nil)
  }

  /// The text of UTF-8 `bytes`, or `nil` after reporting the first byte that is not UTF-8.
  static func decode(_ bytes: [UInt8], findings: inout Findings) -> String? {
    var parser = Unicode.UTF8.ForwardParser()
    var iterator = bytes.makeIterator()
    var place = PlaceCounter()
    while true {
      switch parser.parseScalar(from: &iterator) {
      case .valid(let encoded): place.advance(past: Unicode.UTF8.decode(encoded))
      case .emptyInput: return String(decoding: bytes, as: UTF8.self)
      case .error:
        findings.report(
          "the file is not UTF-8 text from here on", at: place.position,
          hint: "save it with the encoding UTF-8")
        return nil
      }
    }
  }

  /// `U+001B` and the like, as character tables call them.
  private static func codePoint(_ scalar: Unicode.Scalar) -> String {
    let digits = String(scalar.value, radix: 16, uppercase: true)
    return "U+" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits
  }

  private static func isAllowed(_ scalar: Unicode.Scalar) -> Bool {
    scalar == "\n" || scalar == "\r" || scalar == "\t" || SourceText.isPrintable(scalar)
  }
}

/// Counts lines and columns; CR LF, LF and CR end a line.
struct PlaceCounter {
  /// The place of the next scalar.
  private(set) var position = SourcePosition.start
  private var previous: Unicode.Scalar = " "

  /// Moves on by one scalar.
  mutating func advance(past scalar: Unicode.Scalar) {
    defer { previous = scalar }
    if scalar == "\n" && previous == "\r" { return }
    if scalar == "\n" || scalar == "\r" {
      position = SourcePosition(line: position.line + 1, column: 1)
    } else {
      position.column += 1
    }
  }
}

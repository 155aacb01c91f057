extension JSONValue: CustomStringConvertible {
  /// On one line, without spaces between the tokens; numbers with the fewest digits that read back
  /// as the same number.
  public var description: String {
    var text = ""
    write(to: &text)
    return text
  }

  /// Appends the value as ``description`` writes it.
  public func write(to text: inout String) {
    switch self {
    case .null: text += "null"
    case .bool(let value): text += value ? "true" : "false"
    case .integer(let value): text += String(value)
    case .number(let value): text += value.isFinite ? value.description : "null"
    case .string(let value): Self.quote(value, to: &text)
    case .array(let elements):
      Self.join(elements, "[", "]", to: &text) { $0.write(to: &$1) }
    case .object(let members):
      Self.join(members, "{", "}", to: &text) { member, text in
        Self.quote(member.key, to: &text)
        text += ":"
        member.value.write(to: &text)
      }
    }
  }

  private static func join<Element>(
    _ elements: [Element], _ opening: String, _ closing: String, to text: inout String,
    write: (Element, inout String) -> Void
  ) {
    text += opening
    for (index, element) in elements.enumerated() {
      if index > 0 { text += "," }
      write(element, &text)
    }
    text += closing
  }

  private static func quote(_ value: String, to text: inout String) {
    text += "\""
    for scalar in value.unicodeScalars {
      switch scalar {
      case "\"", "\\": text += "\\\(scalar)"
      case "\n": text += "\\n"
      case "\r": text += "\\r"
      case "\t": text += "\\t"
      // The two line separators are no control characters of JSON, but they end a line elsewhere.
      case "\u{0}"..<" ", "\u{7F}", "\u{2028}", "\u{2029}":
        let digits = String(scalar.value, radix: 16)
        text += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      default: text.unicodeScalars.append(scalar)
      }
    }
    text += "\""
  }
}

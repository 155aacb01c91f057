/// The text of an SVG file in the making: the same for the same calls.
struct ScalableDocument {
  private(set) var text = ""

  /// An element without content.
  mutating func element(_ name: String, _ attributes: KeyValuePairs<String, String>) {
    text += "<\(name)\(Self.text(of: attributes))/>\n"
  }

  /// Words at a place.
  mutating func words(
    _ words: String, x: Double, y: Double, _ style: String = "", anchor: Anchor = .start
  ) {
    text += "<text x=\"\(Self.number(x))\" y=\"\(Self.number(y))\""
    if !style.isEmpty { text += " class=\"\(style)\"" }
    if anchor != .start { text += " text-anchor=\"\(anchor.rawValue)\"" }
    text += ">\(Self.escaped(words))</text>\n"
  }

  enum Anchor: String { case start, middle, end }

  /// As it stands.
  mutating func raw(_ line: String) { text += line + "\n" }

  private static func text(of attributes: KeyValuePairs<String, String>) -> String {
    attributes.map { " \($0.key)=\"\(escaped($0.value))\"" }.joined()
  }

  /// The commands of a path through all points.
  static func path(_ points: some Sequence<Point>) -> String {
    var text = ""
    for point in points {
      text += text.isEmpty ? "M" : " "
      text += "\(number(point.x)) \(number(point.y))"
    }
    return text
  }

  /// A tenth of a pixel is finer than any screen shows.
  static func number(_ value: Double) -> String {
    let tenths = Int((max(-1e5, min(1e5, value)) * 10).rounded())
    let whole = tenths.magnitude / 10, rest = tenths.magnitude % 10
    return (tenths < 0 ? "-" : "") + (rest == 0 ? "\(whole)" : "\(whole).\(rest)")
  }

  static func escaped(_ words: String) -> String {
    var result = ""
    for scalar in words.unicodeScalars {
      switch scalar {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\"": result += "&quot;"
      // XML has no way to say these; a file's name can hold them.
      case "\u{0}"..<"\u{20}", "\u{7F}", "\u{FFFE}", "\u{FFFF}": result += "\u{FFFD}"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }
}

extension [UInt8] {
  /// The bytes in base 64.
  var base64: String {
    let digits = Array<UInt8>(
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
    var text: [UInt8] = []
    text.reserveCapacity((count + 2) / 3 * 4)
    for start in stride(from: 0, to: count, by: 3) {
      let bytes = self[start..<Swift.min(start + 3, count)]
      let group = bytes.reduce(0) { $0 << 8 | Int($1) } << (8 * (3 - bytes.count))
      for place in 0..<4 {
        text.append(
          place <= bytes.count ? digits[group >> (18 - 6 * place) & 63] : UInt8(ascii: "="))
      }
    }
    return String(decoding: text, as: UTF8.self)
  }
}

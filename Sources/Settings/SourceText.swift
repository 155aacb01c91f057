/// A text cut into lines as YAML cuts them, so that a position finds its line again.
struct SourceText {
  /// Scalars of a line that are shown on either side of a caret. Two of them and the indentation
  /// of a terminal's message fit 160 columns; a file can be one line of a megabyte.
  private static let shownScalars = 72

  private let lines: [Substring.UnicodeScalarView]

  /// The lines of `text`; CR LF, LF and CR end one.
  init(_ text: String) { lines = Self.lines(of: text) }

  /// The lines of `text` without what ends them.
  static func lines(of text: String) -> [Substring.UnicodeScalarView] {
    let scalars = Substring(text).unicodeScalars
    var lines: [Substring.UnicodeScalarView] = []
    var lineStart = scalars.startIndex
    var index = scalars.startIndex
    while index < scalars.endIndex {
      let scalar = scalars[index]
      let next = scalars.index(after: index)
      let isPair = scalar == "\r" && next < scalars.endIndex && scalars[next] == "\n"
      if (scalar == "\n" || scalar == "\r") && !isPair {
        lines.append(Self.line(scalars[lineStart..<index]))
        lineStart = next
      }
      index = next
    }
    lines.append(scalars[lineStart...])
    return lines
  }

  /// The line at `position` and a line with a caret under its column; `nil` past the end.
  func excerpt(at position: SourcePosition) -> [String]? {
    guard lines.indices.contains(position.line - 1) else { return nil }
    let line = lines[position.line - 1]
    let caretOffset = max(0, position.column - 1)
    let before = line.prefix(caretOffset).suffix(Self.shownScalars)
    let after = line.dropFirst(caretOffset).prefix(Self.shownScalars)
    let opening = caretOffset > Self.shownScalars ? "…" : ""
    let closing = line.dropFirst(caretOffset + Self.shownScalars).isEmpty ? "" : "…"
    // A tab stays a tab below, so that the caret stands under its column whatever the tab width.
    let indentation = before.map { $0 == "\t" ? "\t" : " " }.joined()
    return [
      opening + Self.printable(before) + Self.printable(after) + closing,
      (opening.isEmpty ? "" : " ") + indentation + "^",
    ]
  }

  private static func line(_ scalars: Substring.UnicodeScalarView) -> Substring.UnicodeScalarView {
    scalars.last == "\r" ? scalars.dropLast() : scalars
  }

  /// Control characters could move the terminal's cursor or change its colours.
  private static func printable(_ scalars: Substring.UnicodeScalarView) -> String {
    var text = String.UnicodeScalarView()
    for scalar in scalars {
      text.append(scalar == "\t" || isPrintable(scalar) ? scalar : "\u{FFFD}")
    }
    return String(text)
  }

  /// Whether YAML counts `scalar` as printable, on one line.
  static func isPrintable(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x20...0x7E, 0xA0...0x2027, 0x202A...0xFEFE, 0xFF00...0xFFFD, 0x10000...: true
    default: false
    }
  }
}

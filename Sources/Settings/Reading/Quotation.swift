extension String {
  /// The text in double quotes for a message: control characters escaped, at most 48 scalars.
  var quoted: String {
    let limit = 48
    let shown = unicodeScalars.prefix(limit).map { scalar in
      SourceText.isPrintable(scalar) ? String(scalar) : scalar.escaped(asASCII: true)
    }
    let rest = unicodeScalars.dropFirst(limit).isEmpty ? "" : "…"
    return "\"\(shown.joined())\(rest)\""
  }
}

extension Collection<String> {
  /// The words as a sentence lists them: `a`, `a or b`, `a, b or c`.
  func listed(_ conjunction: String) -> String {
    guard count > 1, let last = dropFirst(count - 1).first else { return first ?? "" }
    return dropLast().joined(separator: ", ") + " \(conjunction) " + last
  }
}

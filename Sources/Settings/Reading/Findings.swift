internal import Wording

/// The mistakes found so far, in the order of finding.
struct Findings {
  /// The file's path as the caller gave it.
  let file: String
  /// The mistakes kept, at most ``Configuration/mistakeLimit``.
  private(set) var diagnostics: [Diagnostic] = []
  /// Mistakes found beyond the limit.
  private var droppedCount = 0

  /// No mistakes in `file` yet.
  init(file: String) {
    self.file = file
  }

  /// Whether nothing was found.
  var isEmpty: Bool { diagnostics.isEmpty }

  /// Adds one mistake.
  mutating func report(_ message: String, at position: SourcePosition?, hint: String? = nil) {
    guard diagnostics.count < Configuration.mistakeLimit else {
      droppedCount += 1
      return
    }
    diagnostics.append(
      Diagnostic(file: file, position: position, message: message, hint: hint))
  }

  /// Adds that `message` holds for a word nobody knows: the nearest of `known`, then all of them.
  mutating func reportUnknown(
    _ message: String, word: String, known: [String], at position: SourcePosition
  ) {
    guard diagnostics.count < Configuration.mistakeLimit else {
      droppedCount += 1
      return
    }
    let nearest = Spelling.nearest(to: word, among: known).map { "did you mean \($0.quoted)? " }
    let allowed = "Allowed: \(known.joined(separator: ", "))"
    report(message, at: position, hint: (nearest ?? "") + allowed)
  }

  /// The mistakes as an error, in the file's order.
  func errors(kind: ConfigurationErrors.Kind = .invalid, source: String) -> ConfigurationErrors {
    // Sorting must not change the order of two mistakes at one place, and `sort` promises none.
    var sorted = diagnostics.enumerated().sorted { left, right in
      let leftPosition = left.element.position ?? .start
      let rightPosition = right.element.position ?? .start
      return (leftPosition, left.offset) < (rightPosition, right.offset)
    }.map(\.element)
    if droppedCount > 0 {
      sorted.append(
        Diagnostic(
          file: file, position: nil,
          message: "\(droppedCount) more mistakes are not shown",
          hint: "mend the first ones and check again"))
    }
    return ConfigurationErrors(kind: kind, diagnostics: sorted, source: source)
  }
}

/// Why a file gave no configuration: every mistake in it, in the file's order.
public struct ConfigurationErrors: Error, Equatable, Sendable, CustomStringConvertible {
  /// What the caller can do about it.
  public enum Kind: Equatable, Sendable {
    /// The file is missing, forbidden or not a regular file; trying again can help.
    case unreadable
    /// The file was read and must be edited.
    case invalid
  }

  /// What the caller can do about it.
  public let kind: Kind
  /// The mistakes, never none. Reading stops counting after ``Configuration/mistakeLimit``.
  public let diagnostics: [Diagnostic]
  private let source: String

  /// - Precondition: there is at least one diagnostic.
  init(kind: Kind, diagnostics: [Diagnostic], source: String) {
    precondition(!diagnostics.isEmpty, "a refused configuration names its mistake")
    self.kind = kind
    self.diagnostics = diagnostics
    self.source = source
  }

  /// The same errors with each diagnostic told in another way.
  func mapDiagnostics(_ transform: (Diagnostic) -> Diagnostic) -> ConfigurationErrors {
    ConfigurationErrors(kind: kind, diagnostics: diagnostics.map(transform), source: source)
  }

  /// The mistakes as a compiler prints them, each with its line of the file, a caret and a hint.
  public var description: String { render(source: source) }

  /// The mistakes as a compiler prints them, with lines of `source`.
  ///
  /// - Parameter source: the text that was parsed.
  /// - Returns: lines joined by newlines, without one at the end.
  /// - Complexity: linear in the source; long lines are clipped around the caret.
  public func render(source: String) -> String {
    let text = SourceText(source)
    return diagnostics.flatMap { diagnostic in
      [diagnostic.description]
        + (diagnostic.position.flatMap(text.excerpt(at:)) ?? [])
        + (diagnostic.hint.map { ["hint: \($0)"] } ?? [])
    }.joined(separator: "\n")
  }
}

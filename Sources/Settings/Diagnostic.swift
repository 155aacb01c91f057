/// One mistake in a configuration file: where it is, what it is, and what to do about it.
public struct Diagnostic: Equatable, Sendable, CustomStringConvertible {
  /// The file's path as the caller gave it.
  public var file: String
  /// Where the mistake is; `nil` when it concerns the whole file, such as one that is missing.
  public var position: SourcePosition?
  /// One sentence: the thing, the value found, what is allowed.
  public var message: String
  /// The next step, where one is known.
  public var hint: String?

  /// A mistake in `file`.
  public init(file: String, position: SourcePosition?, message: String, hint: String? = nil) {
    self.file = file
    self.position = position
    self.message = message
    self.hint = hint
  }

  /// `file:line:column: error: message`, without the hint.
  public var description: String {
    let place = position.map { ":\($0)" } ?? ""
    return "\(file)\(place): error: \(message)"
  }
}

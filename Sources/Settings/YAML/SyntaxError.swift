/// Text that is not YAML, in libyaml's words.
struct SyntaxError: Error, Equatable {
  /// What libyaml met, such as `did not find expected ',' or '}'`.
  let problem: String
  /// Where it met it.
  let position: SourcePosition
  /// The sign that stands there; `nil` at the end of the text.
  let sign: Unicode.Scalar?
  /// Whether only spaces stand before it in its line.
  let leadsLine: Bool
  /// What it was reading, such as `while parsing a flow mapping`.
  let context: String?
  /// Where that began.
  let contextPosition: SourcePosition
}

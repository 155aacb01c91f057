/// The known keys of one mapping.
struct MappingReader {
  /// What messages call the mapping, such as `convolve`.
  let subject: String
  /// Where missing keys are reported.
  let position: SourcePosition
  private let entries: [Node.Entry]

  /// Reports every key that is not one of `keys`; `nil` if `node` is no mapping.
  ///
  /// - Parameter position: where missing keys are reported; the node's own place by default.
  init?(
    _ node: Node, subject: String, keys: [String], position: SourcePosition? = nil,
    findings: inout Findings
  ) {
    guard let entries = node.entries(of: subject, keys: keys, findings: &findings) else {
      return nil
    }
    self.subject = subject
    self.position = position ?? node.position
    self.entries = entries
    for entry in entries where !keys.contains(entry.key) {
      if entry.key.contains(":"), case .empty = entry.value.content {
        findings.report(
          "\(subject) has no key \(entry.key.quoted)", at: entry.keyPosition,
          hint: Self.colonHint)
        continue
      }
      findings.reportUnknown(
        "\(subject) has no key \(entry.key.quoted)", word: entry.key, known: keys,
        at: entry.keyPosition)
    }
  }

  /// What to do about `key:value`, which YAML reads as one text.
  static let colonHint = "write a space after the colon"

  /// The value of `key`, or `nil` if it is absent.
  func value(_ key: String) -> Node? {
    entries.first { $0.key == key }?.value
  }

  /// The key and value of `key`, or `nil` if it is absent.
  func entry(_ key: String) -> Node.Entry? {
    entries.first { $0.key == key }
  }

  /// The value of `key`; its absence is reported with an example of how to write it.
  func required(_ key: String, example: String, findings: inout Findings) -> Node? {
    if let found = value(key) { return found }
    findings.report(
      "\(subject) needs the key \(key.quoted)", at: position, hint: "for example \(example)")
    return nil
  }
}

extension Node {
  /// The entries of a mapping; anything else is reported.
  func entries(of subject: String, keys: [String], findings: inout Findings) -> [Entry]? {
    switch content {
    case .mapping(let entries): return entries
    case .refused: return nil
    case .empty, .scalar, .sequence:
      let allowed = "Allowed: \(keys.joined(separator: ", "))"
      findings.report(
        "\(subject) is \(kindName); it must be a set of keys", at: position,
        hint: holdsColon ? MappingReader.colonHint : allowed)
    }
    return nil
  }

  private var holdsColon: Bool {
    if case .scalar(let text) = content { return text.contains(":") }
    return false
  }
}

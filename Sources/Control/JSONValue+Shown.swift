internal import JSON

extension JSONValue {
  /// The value as a sentence shows it: its JSON, at most 48 characters.
  var shown: String {
    let limit = 48
    let text = description
    return text.count <= limit ? text : text.prefix(limit) + "…"
  }

  /// What it is, with an article.
  var kind: String {
    switch self {
    case .null: "null"
    case .bool: "a switch"
    case .integer, .number: "a number"
    case .string: "a text"
    case .array: "a list"
    case .object: "an object"
    }
  }
}

extension String {
  /// In quotes, with control characters escaped, at most 48 characters.
  var shown: String { JSONValue.string(self).shown }
}

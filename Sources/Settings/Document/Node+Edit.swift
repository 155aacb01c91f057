extension Node {
  /// A stage as its nodes say it, not checked.
  struct Stage {
    let index: Int
    let kind: String
    let settings: Node
    /// What its key `name` says.
    var name: String? { settings.value("name")?.scalar }
  }

  /// The value of the key `key`; `nil` if this is no mapping or has no such key.
  func value(_ key: String) -> Node? {
    guard case .mapping(let entries) = content else { return nil }
    return entries.first { $0.key == key }?.value
  }

  /// The entries of this list that look like stages.
  var stages: [Stage] {
    guard case .sequence(let elements) = content else { return [] }
    return elements.enumerated().compactMap { index, element in
      guard case .mapping(let entries) = element.content, entries.count == 1,
        let entry = entries.first
      else { return nil }
      return Stage(index: index, kind: entry.key, settings: entry.value)
    }
  }

  /// The node with `value` where `steps` lead; keys that are missing are added.
  func setting(_ steps: ArraySlice<EditPlace.Step>, to value: Node) -> Node {
    guard let step = steps.first else { return value }
    let rest = steps.dropFirst()
    switch (step, content) {
    case (.index(let index), .sequence(var elements)):
      elements[index] = elements[index].setting(rest, to: value)
      return Node(content: .sequence(elements), position: position)
    case (.key(let key), .mapping(let entries)):
      return Node(
        content: .mapping(Self.setting(key, rest, in: entries, to: value)), position: position)
    case (.key(let key), _):
      return Node(content: .mapping(Self.setting(key, rest, in: [], to: value)), position: position)
    case (.index, _):
      return self
    }
  }

  private static func setting(
    _ key: String, _ rest: ArraySlice<EditPlace.Step>, in entries: [Entry], to value: Node
  ) -> [Entry] {
    let new = Entry(
      key: key, keyPosition: value.position,
      value: Node(content: .empty, position: value.position).setting(rest, to: value))
    guard entries.contains(where: { $0.key == key }) else { return entries + [new] }
    return entries.map { entry in
      guard entry.key == key else { return entry }
      return Entry(
        key: key, keyPosition: entry.keyPosition, value: entry.value.setting(rest, to: value))
    }
  }

  /// The text of a single value.
  private var scalar: String? {
    if case .scalar(let text) = content { return text }
    return nil
  }

  /// A single value, or a list of them in brackets; `nil` for all else.
  var shownValue: String? {
    guard case .sequence(let elements) = content else { return scalar }
    let values = elements.compactMap(\.scalar)
    return values.count == elements.count ? "[\(values.joined(separator: ", "))]" : nil
  }
}

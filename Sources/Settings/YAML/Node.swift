/// One value of a YAML document with its place; no meaning is given to scalars here.
struct Node {
  /// What a node holds.
  enum Content {
    /// Text, quoted or not.
    case scalar(String)
    /// Nothing at all, as after `rate:` at the end of a line.
    case empty
    /// Values in order.
    case sequence([Node])
    /// Keys with their values in order, each key once.
    case mapping([Entry])
    /// Something that was refused when it was read and is reported already.
    case refused
  }

  /// A key and its value.
  struct Entry {
    /// The key's text.
    let key: String
    /// Where the key begins.
    let keyPosition: SourcePosition
    /// The key's value.
    let value: Node
  }

  /// What the node holds.
  let content: Content
  /// Where it begins: a block mapping at its first key, a flow collection at its bracket.
  let position: SourcePosition

  /// What a message calls a node that is of the wrong kind.
  var kindName: String {
    switch content {
    case .scalar(let text): text.quoted
    case .empty: "empty"
    case .sequence: "a list"
    case .mapping: "a set of keys"
    case .refused: "refused"
    }
  }
}

internal import Wording

/// Where the path of an edit leads in a document.
struct EditPlace {
  /// One step down from a node.
  enum Step: Equatable {
    case key(String)
    case index(Int)
  }

  /// The steps from the root.
  private(set) var steps: [Step] = []
  /// What stands there; `nil` if nothing is written.
  private(set) var node: Node?
  /// The path so far, for messages.
  private let path: String

  /// Follows `path` from `root` as far as it is written; what is not written yet are keys.
  init(_ path: String, in root: Node) throws(EditRefusal) {
    self.path = path
    var rest: String? = try begin(path, in: root)
    while let remainder = rest { rest = try descend(remainder) }
  }

  /// Refuses what no edit may change.
  func checkSettable(to value: String) throws(EditRefusal) {
    switch node?.content {
    case .mapping(let entries):
      let keys = entries.map { "\(path).\($0.key)" }.joined(separator: ", ")
      throw EditRefusal(
        "\(path.quoted) is a set of keys; set one of them", hint: "written: \(keys)")
    case .sequence:
      throw EditRefusal(
        "\(path.quoted) is a list; only one value can be set", hint: "\(path).0 is its first entry")
    default: break
    }
    if value.hasPrefix("[") || value.hasPrefix("{") {
      throw EditRefusal(
        "\(value.quoted) is not one value; lists and sets of keys are changed in the file")
    }
    guard isStageKey else { return }
    if steps.last == .key("name") {
      throw EditRefusal("\(path.quoted) names a stage; names are changed in the file")
    }
    if node == nil, steps[2] == .key(StageReader.route.kind) {
      throw EditRefusal("\(path.quoted) is no output; a route's outputs are changed in the file")
    }
  }

  /// Whether this is a key of a stage's settings.
  private var isStageKey: Bool { steps.count == 4 && steps[0] == .key("chain") }
}

extension EditPlace {
  /// Takes a stage's name or a key of the file off `path` and gives what remains.
  private mutating func begin(_ path: String, in root: Node) throws(EditRefusal) -> String? {
    let stages = root.value("chain")?.stages ?? []
    let names = stages.compactMap(\.name)
    let (head, rest) = Self.split(path, among: ConfigurationReader.keys + names)
    if ConfigurationReader.keys.contains(head) {
      steps = [.key(head)]
      node = root.value(head)
    } else if let stage = stages.first(where: { $0.name == head }) {
      steps = [.key("chain"), .index(stage.index), .key(stage.kind)]
      node = stage.settings
    } else {
      let known = names + ConfigurationReader.keys
      let nearest = Spelling.nearest(to: head, among: known).map { "did you mean \($0.quoted)? " }
      throw EditRefusal(
        "there is no stage and no key \(head.quoted)",
        hint: (nearest ?? "") + "Allowed: \(known.joined(separator: ", "))")
    }
    return rest
  }

  /// Takes a key or a list position off `path` and gives what remains.
  private mutating func descend(_ path: String) throws(EditRefusal) -> String? {
    switch node?.content {
    case .sequence(let elements):
      let (head, rest) = Self.split(path, among: [])
      guard let index = Int(head), elements.indices.contains(index) else {
        throw EditRefusal(
          "there is no entry \(head.quoted) in the path \(self.path.quoted); the list there has "
            + "\(elements.count), counted from 0")
      }
      steps.append(.index(index))
      node = elements[index]
      return steps.first == .key("chain") && steps.count == 2 ? enterStage(rest) : rest
    case .mapping(let entries):
      let (head, rest) = Self.split(path, among: entries.map(\.key))
      steps.append(.key(head))
      node = node?.value(head)
      return rest
    case .scalar, .refused:
      throw EditRefusal(
        "the path \(self.path.quoted) goes on below a single value; leave out \(path.quoted)")
    case .empty, nil:
      let (head, rest) = Self.split(path, among: [])
      steps.append(.key(head))
      node = nil
      return rest
    }
  }

  /// A stage has one key, its kind, which a path need not say: `chain.2.gain` is what `gain` says
  /// in the third stage.
  private mutating func enterStage(_ rest: String?) -> String? {
    guard case .mapping(let entries)? = node?.content, let entry = entries.first else {
      return rest
    }
    steps.append(.key(entry.key))
    node = entry.value
    guard let rest, rest.hasPrefix(entry.key + ".") else { return rest }
    return String(rest.dropFirst(entry.key.count + 1))
  }

  /// The longest of `keys` that `path` begins with, or all before its first point; and what follows.
  ///
  /// Names and keys may hold points themselves.
  private static func split(
    _ path: String, among keys: [String]
  ) -> (head: String, rest: String?) {
    let fitting = keys.filter { path == $0 || path.hasPrefix($0 + ".") }
    let head =
      fitting.max { $0.utf8.count < $1.utf8.count } ?? String(path.prefix { $0 != "." })
    return (head, path == head ? nil : String(path.dropFirst(head.count + 1)))
  }
}

/// Why a path or a value cannot be used.
struct EditRefusal: Error {
  /// One sentence.
  let message: String
  /// The next step, where one is known.
  let hint: String?

  init(_ message: String, hint: String? = nil) {
    self.message = message
    self.hint = hint
  }
}

/// Builds the nodes of the one document in a text, within the limits of a configuration.
///
/// Anchors, aliases, tags, keys that are not text, and duplicate keys are reported and reading goes
/// on; broken YAML, a second document, and what exceeds a limit end it.
struct DocumentReader: ~Copyable {
  /// Reading cannot go on; the reason is reported.
  struct Stop: Error {}

  private var events: EventStream
  private var keyCount = 0
  /// The mistakes so far.
  private(set) var findings: Findings

  /// Begins before the document in `text`, which ``TextCheck`` accepted.
  init(_ text: String, findings: Findings) {
    events = EventStream(text)
    self.findings = findings
  }

  /// The document's root, or `nil` if reading had to stop.
  mutating func read() -> Node? {
    do throws(Stop) {
      return try document()
    } catch {
      return nil
    }
  }

  private mutating func document() throws(Stop) -> Node {
    _ = try next()
    let start = try next()
    refuseProperty(of: start)
    guard start.kind == .documentStart else {
      throw stop("the file is empty", at: .start, hint: "a configuration begins with version: 1")
    }
    let root = try node(from: next(), depth: 1)
    _ = try next()
    let end = try next()
    guard end.kind == .streamEnd else {
      throw stop(
        "a second document begins here; a configuration is one", at: end.position,
        hint: "delete the --- or ... before it")
    }
    return root
  }

  private mutating func node(from event: Event, depth: Int) throws(Stop) -> Node {
    refuseProperty(of: event)
    switch event.kind {
    case .plainScalar(""): return Node(content: .empty, position: event.position)
    case .plainScalar(let text), .quotedScalar(let text):
      return Node(content: .scalar(text), position: event.position)
    case .sequenceStart: return try sequence(from: event, depth: depth)
    case .mappingStart: return try mapping(from: event, depth: depth)
    default:
      findings.report(
        "aliases (*name) are not allowed", at: event.position, hint: "write the value out")
      return Node(content: .refused, position: event.position)
    }
  }

  private mutating func sequence(from start: Event, depth: Int) throws(Stop) -> Node {
    try checkDepth(depth, at: start.position)
    var elements: [Node] = []
    var event = try next()
    while event.kind != .sequenceEnd {
      try countKey(at: event.position)
      elements.append(try node(from: event, depth: depth + 1))
      event = try next()
    }
    return Node(content: .sequence(elements), position: start.position)
  }

  private mutating func mapping(from start: Event, depth: Int) throws(Stop) -> Node {
    try checkDepth(depth, at: start.position)
    var entries: [Node.Entry] = []
    var known: [String: SourcePosition] = [:]
    var event = try next()
    while event.kind != .mappingEnd {
      try countKey(at: event.position)
      let key = try node(from: event, depth: depth + 1)
      let value = try node(from: next(), depth: depth + 1)
      if let name = name(of: key) {
        if let first = known[name] {
          findings.report(
            "the key \(name.quoted) stands in line \(first.line) already and again in line "
              + "\(key.position.line)",
            at: key.position, hint: "keep one of them")
        } else {
          known[name] = key.position
          entries.append(Node.Entry(key: name, keyPosition: key.position, value: value))
        }
      }
      event = try next()
    }
    return Node(content: .mapping(entries), position: start.position)
  }

  private mutating func name(of key: Node) -> String? {
    switch key.content {
    case .scalar(let text): return text
    case .refused: return nil
    case .empty, .sequence, .mapping:
      findings.report("a key is text, but this one is \(key.kindName)", at: key.position)
      return nil
    }
  }
}

extension DocumentReader {
  private mutating func next() throws(Stop) -> Event {
    do throws(SyntaxError) {
      return try events.next()
    } catch {
      let explanation = error.explanation
      throw stop(explanation.message, at: explanation.position, hint: explanation.hint)
    }
  }

  private mutating func stop(
    _ message: String, at position: SourcePosition, hint: String? = nil
  ) -> Stop {
    findings.report(message, at: position, hint: hint)
    return Stop()
  }

  private mutating func checkDepth(_ depth: Int, at position: SourcePosition) throws(Stop) {
    guard depth > Configuration.depthLimit else { return }
    throw stop(SyntaxError.depth, at: position)
  }

  private mutating func countKey(at position: SourcePosition) throws(Stop) {
    keyCount += 1
    guard keyCount > Configuration.keyLimit else { return }
    throw stop(
      "the file has more than \(Configuration.keyLimit) keys and list entries; this is the first "
        + "too many",
      at: position)
  }

  private mutating func refuseProperty(of event: Event) {
    switch event.property {
    case .none: break
    case .directive:
      findings.report(
        SyntaxError.directives, at: event.position, hint: SyntaxError.directivesHint)
    case .anchor:
      findings.report(
        "anchors (&name) are not allowed", at: event.position,
        hint: "write the value out where it is needed, or put text that begins with & in quotes")
    case .tag:
      findings.report(
        "tags (!name) are not allowed", at: event.position,
        hint: "delete it, or put text that begins with ! in quotes")
    }
  }
}

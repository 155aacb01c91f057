internal import CYaml

/// The events of one YAML text in order, read by libyaml without building anything.
///
/// Events rather than a composed tree: composing recurses as deep as the text says, hashes aliased
/// trees as keys (exponential), and stops at the first duplicate key. Here the caller can stop at
/// the first event too many.
///
/// The module is the libyaml that the Yams package carries; nothing of Yams itself is used.
///
/// Owner: frees the parser and its copy of the text.
@safe struct EventStream: ~Copyable {
  // The parser keeps a pointer to itself, so it needs an address that never changes.
  private let parser: UnsafeMutablePointer<yaml_parser_t>
  private let input: UnsafeMutableBufferPointer<UInt8>
  private let scalars: [Unicode.Scalar]
  /// Just behind the last sign that can be seen.
  private let end: SourcePosition

  /// Begins before the first event of `text`.
  init(_ text: String) {
    scalars = Array(text.unicodeScalars)
    end = Self.visibleEnd(scalars)
    unsafe input = UnsafeMutableBufferPointer.allocate(capacity: text.utf8.count)
    _ = unsafe input.initialize(fromContentsOf: text.utf8)
    unsafe parser = UnsafeMutablePointer.allocate(capacity: 1)
    precondition(unsafe yaml_parser_initialize(parser) == 1, "out of memory")
    unsafe yaml_parser_set_encoding(parser, YAML_UTF8_ENCODING)
    unsafe yaml_parser_set_input_string(parser, input.baseAddress, input.count)
  }

  deinit {
    unsafe yaml_parser_delete(parser)
    unsafe parser.deallocate()
    unsafe input.deallocate()
  }

  /// The next event. Not to be called again after ``Event/Kind/streamEnd`` or an error.
  mutating func next() throws(SyntaxError) -> Event {
    var raw = unsafe yaml_event_t()
    guard unsafe yaml_parser_parse(parser, &raw) == 1 else { throw syntaxError() }
    defer { unsafe yaml_event_delete(&raw) }
    return unsafe Event(
      kind: Self.kind(raw), property: property(raw), position: position(raw.start_mark))
  }

  private func syntaxError() -> SyntaxError {
    let failed = unsafe parser.pointee
    let index = unsafe Int(failed.problem_mark.index)
    return unsafe SyntaxError(
      problem: failed.problem.map { unsafe String(cString: $0) } ?? "out of memory",
      position: position(failed.problem_mark),
      sign: scalars.indices.contains(index) ? scalars[index] : nil,
      leadsLine: scalars.prefix(index).last { $0 != " " }.map { $0 == "\n" || $0 == "\r" } ?? true,
      context: failed.context.map { unsafe String(cString: $0) },
      contextPosition: position(failed.context_mark))
  }

  /// libyaml counts from 0, and puts the end of the text into a line that no editor shows.
  private func position(_ mark: yaml_mark_t) -> SourcePosition {
    guard Int(mark.index) < scalars.count else { return end }
    return SourcePosition(line: Int(mark.line) + 1, column: Int(mark.column) + 1)
  }

  private static func visibleEnd(_ scalars: [Unicode.Scalar]) -> SourcePosition {
    let blank: Set<Unicode.Scalar> = [" ", "\t", "\n", "\r"]
    var place = PlaceCounter()
    for scalar in scalars[...(scalars.lastIndex { !blank.contains($0) } ?? -1)] {
      place.advance(past: scalar)
    }
    return place.position
  }

  private static func kind(_ raw: yaml_event_t) -> Event.Kind {
    switch unsafe raw.type {
    case YAML_STREAM_START_EVENT: .streamStart
    case YAML_DOCUMENT_START_EVENT: .documentStart
    case YAML_DOCUMENT_END_EVENT: .documentEnd
    case YAML_ALIAS_EVENT: .alias
    case YAML_SCALAR_EVENT: unsafe scalar(raw)
    case YAML_SEQUENCE_START_EVENT: .sequenceStart
    case YAML_SEQUENCE_END_EVENT: .sequenceEnd
    case YAML_MAPPING_START_EVENT: .mappingStart
    case YAML_MAPPING_END_EVENT: .mappingEnd
    default: .streamEnd
    }
  }

  private static func scalar(_ raw: yaml_event_t) -> Event.Kind {
    let scalar = unsafe raw.data.scalar
    let bytes = unsafe UnsafeBufferPointer(start: scalar.value, count: scalar.length)
    let text = unsafe String(decoding: bytes, as: UTF8.self)
    let isPlain = unsafe scalar.style == YAML_PLAIN_SCALAR_STYLE
    return isPlain ? .plainScalar(text) : .quotedScalar(text)
  }

  private func property(_ raw: yaml_event_t) -> Event.Property {
    let start = unsafe Int(raw.start_mark.index)
    // libyaml forgets the tag `!` of a scalar; nothing else can begin with that sign.
    if scalars.indices.contains(start), scalars[start] == "!" { return .tag }
    switch unsafe raw.type {
    case YAML_SCALAR_EVENT:
      return unsafe Self.property(raw.data.scalar.anchor, raw.data.scalar.tag)
    case YAML_SEQUENCE_START_EVENT:
      return unsafe Self.property(raw.data.sequence_start.anchor, raw.data.sequence_start.tag)
    case YAML_MAPPING_START_EVENT:
      return unsafe Self.property(raw.data.mapping_start.anchor, raw.data.mapping_start.tag)
    case YAML_DOCUMENT_START_EVENT:
      return scalars.indices.contains(start) && scalars[start] == "%" ? .directive : .none
    default: return .none
    }
  }

  private static func property(
    _ anchor: UnsafeMutablePointer<UInt8>?, _ tag: UnsafeMutablePointer<UInt8>?
  ) -> Event.Property {
    if unsafe anchor != nil { return .anchor }
    return unsafe tag != nil ? .tag : .none
  }
}

/// Reads the stages of a chain in order and follows the channels through them.
struct ChainReader {
  /// The channels that reach the next stage with the place that named them; `nil` once a mistake
  /// hides them, so that one mistake is not reported again by each stage after it.
  var channels: [PlacedName]?
  /// The mistakes so far.
  var findings: Findings
  /// The rate in Hz, if it was right.
  let sampleRate: Int?
  /// The file's folder, empty or ending in `/`.
  let folder: String

  private var stageNames: [String: SourcePosition] = [:]

  /// Begins with the capture device's channels.
  init(channels: [PlacedName]?, sampleRate: Int?, folder: String, findings: Findings) {
    self.channels = channels
    self.sampleRate = sampleRate
    self.folder = folder
    self.findings = findings
  }

  /// The stages of the list `node`, or `nil` after at least one report.
  mutating func read(_ node: Node) -> [Configuration.Stage]? {
    let elements: [Node]
    switch node.content {
    case .sequence(let nodes): elements = nodes
    case .refused: return nil
    case .empty, .scalar, .mapping:
      let kinds = StageReader.all.map(\.kind).joined(separator: ", ")
      findings.report(
        "chain is \(node.kindName); it must be a list of stages", at: node.position,
        hint: "begin each stage with \"- \"; stages: \(kinds)")
      // What a chain without a list leaves at its end is anybody's guess.
      channels = nil
      return nil
    }
    let stages = elements.map { element in
      guard let (reader, settings) = kind(of: element) else {
        // The unknown stage may be a route, so nobody knows what channels follow it.
        channels = nil
        return nil as Configuration.Stage?
      }
      return reader.read(settings, &self)
    }
    return stages.contains { $0 == nil } ? nil : stages.compactMap(\.self)
  }

  /// The reader and the settings of one stage, or `nil` after a report.
  private mutating func kind(of node: Node) -> (StageReader, settings: Node)? {
    let kinds = StageReader.all.map(\.kind)
    guard let entries = node.entries(of: "a stage", keys: kinds, findings: &findings) else {
      return nil
    }
    guard let entry = entries.first, entries.count == 1 else {
      let keys = entries.prefix(3).map(\.key.quoted).listed("and")
      findings.report(
        "a stage has one key, its kind, but this one has \(keys.isEmpty ? "none" : keys)",
        at: node.position,
        hint: "begin each stage with \"- \" and indent its settings below its kind")
      return nil
    }
    guard let reader = StageReader.all.first(where: { $0.kind == entry.key }) else {
      findings.reportUnknown(
        "there is no stage \(entry.key.quoted)", word: entry.key, known: kinds,
        at: entry.keyPosition)
      return nil
    }
    // A stage without settings is best shown at its kind, not at the end of its line.
    let settings =
      if case .empty = entry.value.content {
        Node(content: .empty, position: entry.keyPosition)
      } else {
        entry.value
      }
    return (reader, settings)
  }

  /// What the key `name` of a stage says; reported if it is no name or taken.
  mutating func name(_ mapping: MappingReader) -> String? {
    mapping.value("name").flatMap { claimed($0) }
  }

  /// The name that `node` says; reported if it is no name or taken.
  mutating func claimed(_ node: Node) -> String? {
    guard let name = node.placedName("name", findings: &findings) else { return nil }
    claim(name)
    return name.name
  }

  private mutating func claim(_ name: PlacedName) {
    if ConfigurationReader.keys.contains(name.name) {
      findings.report(
        "a stage cannot be called \(name.name.quoted), which is a key of the file",
        at: name.position, hint: "control finds both by their names; choose another")
      return
    }
    if let first = stageNames[name.name] {
      findings.report(
        "a stage called \(name.name.quoted) stands in line \(first.line) already",
        at: name.position, hint: "control finds a stage by its name; choose another")
      return
    }
    stageNames[name.name] = name.position
  }
}

extension StageReader {
  /// A mixing matrix. Its keys are the channels that leave it, so the file chooses them; `name` is
  /// the stage's own, as everywhere.
  static let route = StageReader(kind: "route", keys: ["name", "<output>"], read: readRoute)

  private static func readRoute(_ node: Node, chain: inout ChainReader) -> Configuration.Stage? {
    guard
      let written = node.entries(of: route.kind, keys: route.keys, findings: &chain.findings)
    else {
      chain.channels = nil
      return nil
    }
    let stageName = written.first { $0.key == "name" }.flatMap { chain.claimed($0.value) }
    let entries = written.filter { $0.key != "name" }
    guard isCountAllowed(entries, at: node.position, findings: &chain.findings) else {
      chain.channels = nil
      return nil
    }
    var names: [PlacedName] = []
    var outputs: [RouteSettings.Output] = []
    for entry in entries {
      let name = PlacedName.checked(
        entry.key, route.kind, at: entry.keyPosition, findings: &chain.findings)
      let inputs = self.inputs(entry, chain: &chain)
      guard let name else { continue }
      names.append(name)
      if let inputs { outputs.append(RouteSettings.Output(channel: name.name, inputs: inputs)) }
    }
    chain.channels = names.count == entries.count ? names : nil
    guard outputs.count == entries.count else { return nil }
    return .route(RouteSettings(name: stageName, outputs: outputs))
  }

  private static func isCountAllowed(
    _ entries: [Node.Entry], at position: SourcePosition, findings: inout Findings
  ) -> Bool {
    guard !(1...Configuration.channelLimit).contains(entries.count) else { return true }
    findings.report(
      "route has \(entries.count) outputs; it must have from 1 to \(Configuration.channelLimit)",
      at: position, hint: "for example {L: L, R: R, mono: [L, R]}")
    return false
  }

  /// One input, or a list of them; an empty list is silence.
  private static func inputs(
    _ entry: Node.Entry, chain: inout ChainReader
  ) -> [RouteSettings.Input]? {
    let elements: [Node]
    switch entry.value.content {
    case .sequence(let nodes): elements = nodes
    default: elements = [entry.value]
    }
    var names: [PlacedName] = []
    var inputs: [RouteSettings.Input] = []
    for element in elements {
      guard let (name, gain) = input(element, of: entry.key, chain: &chain) else { continue }
      names.appendIfNew(name, to: entry.key.quoted, findings: &chain.findings)
      guard chain.isKnown(name, to: route.kind), let gain else { continue }
      inputs.append(RouteSettings.Input(channel: name.name, gainDecibels: gain))
    }
    return inputs.count == elements.count ? inputs : nil
  }

  /// The channel and its gain, which is `nil` if it is wrong: the name is checked all the same.
  private static func input(
    _ node: Node, of output: String, chain: inout ChainReader
  ) -> (PlacedName, gain: Double?)? {
    guard case .mapping = node.content else {
      return node.placedName(output.quoted, findings: &chain.findings).map { ($0, 0) }
    }
    let reader = MappingReader(
      node, subject: "an input of \(output.quoted)", keys: ["from", "gain"],
      findings: &chain.findings)
    guard let mapping = reader else { return nil }
    let name = mapping.required("from", example: "{from: L, gain: -6}", findings: &chain.findings)?
      .placedName("from", findings: &chain.findings)
    let gain: Double? =
      if let gain = mapping.value("gain") {
        gain.decibels("gain", findings: &chain.findings)
      } else {
        0
      }
    return name.map { ($0, gain) }
  }
}

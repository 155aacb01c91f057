extension StageReader {
  /// A turned polarity.
  static let invert = StageReader(kind: "invert", keys: ["name", "on"], read: readInvert)

  private static func readInvert(_ node: Node, chain: inout ChainReader) -> Configuration.Stage? {
    let reader = MappingReader(
      node, subject: invert.kind, keys: invert.keys, findings: &chain.findings)
    guard let mapping = reader else { return nil }
    let name = chain.name(mapping)
    guard let channels = chain.chosenChannels(mapping) else { return nil }
    return .invert(InvertSettings(name: name, channels: channels))
  }
}

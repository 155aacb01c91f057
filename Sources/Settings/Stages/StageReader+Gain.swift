extension StageReader {
  /// A fixed gain.
  static let gain = StageReader(kind: "gain", keys: ["name", "on", "gain"], read: readGain)

  private static func readGain(_ node: Node, chain: inout ChainReader) -> Configuration.Stage? {
    let reader = MappingReader(
      node, subject: gain.kind, keys: gain.keys, findings: &chain.findings)
    guard let mapping = reader else { return nil }
    let name = chain.name(mapping)
    let decibels = mapping.required("gain", example: "gain: -4.5", findings: &chain.findings)?
      .decibels("gain", findings: &chain.findings)
    let channels = chain.chosenChannels(mapping)
    guard let decibels, let channels else { return nil }
    return .gain(GainSettings(name: name, gainDecibels: decibels, channels: channels))
  }
}

extension StageReader {
  /// A delay.
  static let delay = StageReader(kind: "delay", keys: ["name", "on", "time"], read: readDelay)

  private static func readDelay(_ node: Node, chain: inout ChainReader) -> Configuration.Stage? {
    let reader = MappingReader(
      node, subject: delay.kind, keys: delay.keys, findings: &chain.findings)
    guard let mapping = reader else { return nil }
    let name = chain.name(mapping)
    let frames = mapping.required("time", example: "time: 0.31 ms", findings: &chain.findings)?
      .fractionalFrames(
        "time", longestSeconds: 2, sampleRate: chain.sampleRate, findings: &chain.findings)
    let channels = chain.chosenChannels(mapping)
    guard let frames, let channels else { return nil }
    return .delay(DelaySettings(name: name, frames: frames, channels: channels))
  }
}

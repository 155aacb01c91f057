extension StageReader {
  /// A ceiling.
  static let limiter = StageReader(
    kind: "limiter", keys: ["name", "on", "ceiling", "release", "link"], read: readLimiter)

  private static func readLimiter(_ node: Node, chain: inout ChainReader) -> Configuration.Stage? {
    let reader = MappingReader(
      node, subject: limiter.kind, keys: limiter.keys, findings: &chain.findings)
    guard let mapping = reader else { return nil }
    let name = chain.name(mapping)
    let ceiling = mapping.required("ceiling", example: "ceiling: -0.5", findings: &chain.findings)?
      .decibels("ceiling", in: -60...0, findings: &chain.findings)
    var settings = LimiterSettings(name: name, ceilingDecibels: ceiling ?? 0, channels: [])
    var isRight = ceiling != nil
    if let node = mapping.value("release") {
      let release = node.seconds(
        "release", in: 0.001...5, "from 1 ms to 5 s", findings: &chain.findings)
      settings.releaseSeconds = release ?? 0
      isRight = isRight && release != nil
    }
    if let node = mapping.value("link") {
      let link = node.choice("link", of: LimiterSettings.Link.self, findings: &chain.findings)
      settings.link = link ?? .all
      isRight = isRight && link != nil
    }
    guard let channels = chain.chosenChannels(mapping), isRight else { return nil }
    settings.channels = channels
    return .limiter(settings)
  }
}

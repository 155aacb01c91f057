extension StageReader {
  /// A convolution.
  static let convolve = StageReader(
    kind: "convolve",
    keys: ["name", "ir", "longest", "layout", "dry", "wet", "predelay", "gain", "on"],
    read: readConvolve)

  private static func readConvolve(_ node: Node, chain: inout ChainReader) -> Configuration.Stage? {
    let reader = MappingReader(
      node, subject: convolve.kind, keys: convolve.keys, findings: &chain.findings)
    guard let mapping = reader else { return nil }
    let path = impulseResponse(mapping, chain: &chain)
    let channels = chain.chosenChannels(mapping)
    var settings = ConvolveSettings(
      impulseResponse: path?.filled ?? "", rateSet: path?.set, channels: channels ?? [])
    if let longest = mapping.value("longest") {
      let value = longest.seconds(
        "longest", in: 0.001...120, "from 1 ms to 120 s", findings: &chain.findings)
      settings.longestSeconds = value ?? settings.longestSeconds
    }
    settings.name = chain.name(mapping)
    readLevels(mapping, into: &settings, findings: &chain.findings)
    if let layout = mapping.value("layout") {
      let value = layout.choice(
        "layout", of: ConvolveSettings.Layout.self, findings: &chain.findings)
      settings.layout = value ?? settings.layout
    }
    settings.predelayFrames = predelay(mapping, chain: &chain)
    return path == nil || channels == nil ? nil : .convolve(settings)
  }

  private static func impulseResponse(
    _ mapping: MappingReader, chain: inout ChainReader
  ) -> ChainReader.RatedPath? {
    let example = "ir: hall.flac"
    return mapping.required("ir", example: example, findings: &chain.findings)
      .flatMap { chain.ratedPath("ir", $0) }
  }

  private static func readLevels(
    _ mapping: MappingReader, into settings: inout ConvolveSettings, findings: inout Findings
  ) {
    settings.dryDecibels = mapping.value("dry")?.decibels("dry", findings: &findings)
    if let wet = mapping.value("wet")?.decibels("wet", findings: &findings) {
      settings.wetDecibels = wet
    }
    guard let node = mapping.value("gain") else { return }
    if case .scalar("auto") = node.content {
      settings.gain = .automatic
    } else if let gain = node.decibels("gain", .levelOrAuto, findings: &findings) {
      settings.gain = .decibels(gain)
    }
  }

  private static func predelay(_ mapping: MappingReader, chain: inout ChainReader) -> Int {
    guard let node = mapping.value("predelay") else { return 0 }
    let longestSeconds = 10
    let range = FrameRange(
      frames: 0...longestSeconds * (chain.sampleRate ?? 768_000),
      text: "from 0 to \(longestSeconds) s, and samples must be whole")
    let frames = node.frames(
      "predelay", .time, sampleRate: chain.sampleRate, allowed: range, findings: &chain.findings)
    return frames ?? 0
  }
}

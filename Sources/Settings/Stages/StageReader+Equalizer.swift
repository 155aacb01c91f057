extension StageReader {
  /// An equaliser of recursive filters.
  static let equalizer = StageReader(
    kind: "eq", keys: ["name", "on", "bands", "file"], read: readEqualizer)

  private static let bandKeys = ["type", "freq", "gain", "q"]
  private static let bandExample = "{type: peak, freq: 62, gain: -5.5, q: 4.2}"

  private static func readEqualizer(
    _ node: Node, chain: inout ChainReader
  ) -> Configuration.Stage? {
    let reader = MappingReader(
      node, subject: equalizer.kind, keys: equalizer.keys, findings: &chain.findings)
    guard let mapping = reader else { return nil }
    let name = chain.name(mapping)
    let source = source(mapping, chain: &chain)
    let channels = chain.chosenChannels(mapping)
    guard let source, let channels else { return nil }
    return .equalizer(EqualizerSettings(name: name, source: source, channels: channels))
  }

  private static func source(
    _ mapping: MappingReader, chain: inout ChainReader
  ) -> EqualizerSettings.Source? {
    switch (mapping.entry("bands"), mapping.entry("file")) {
    case (let bands?, nil):
      return self.bands(bands.value, chain: &chain).map { .bands($0) }
    case (nil, let file?):
      return chain.path("file", file.value).map { .file($0) }
    case (_?, let file?):
      chain.findings.report(
        "eq has both \"bands\" and \"file\"", at: file.keyPosition,
        hint: "keep one of them; two eq stages can follow each other")
    case (nil, nil):
      chain.findings.report(
        "eq needs the key \"bands\" or the key \"file\"", at: mapping.position,
        hint: "for example bands: [\(bandExample)], or file: headphone.txt")
    }
    return nil
  }

  private static func bands(
    _ node: Node, chain: inout ChainReader
  ) -> [EqualizerSettings.Band]? {
    guard case .sequence(let elements) = node.content, !elements.isEmpty else {
      if case .refused = node.content { return nil }
      let found =
        if case .sequence = node.content { "an empty list" } else { node.kindName }
      chain.findings.report(
        "bands is \(found); it must be a list of bands", at: node.position,
        hint: "for example [\(bandExample)]")
      return nil
    }
    let bands = elements.map { band($0, chain: &chain) }
    return bands.contains { $0 == nil } ? nil : bands.compactMap(\.self)
  }

  private static func band(_ node: Node, chain: inout ChainReader) -> EqualizerSettings.Band? {
    guard
      let mapping = MappingReader(
        node, subject: "a band", keys: bandKeys, findings: &chain.findings)
    else { return nil }
    let kind = mapping.required("type", example: "type: peak", findings: &chain.findings)?
      .choice("type", of: EqualizerSettings.Band.Kind.self, findings: &chain.findings)
    let hertz = mapping.required("freq", example: "freq: 62", findings: &chain.findings)?
      .filterHertz("freq", sampleRate: chain.sampleRate, findings: &chain.findings)
    let gain = gain(mapping, of: kind, findings: &chain.findings)
    let quality = quality(mapping, of: kind, findings: &chain.findings)
    guard let kind, let hertz, let gain, let quality else { return nil }
    return EqualizerSettings.Band(
      kind: kind, hertz: hertz, gainDecibels: gain, quality: quality)
  }

  /// Peaks and shelves need a gain, the others have none.
  private static func gain(
    _ mapping: MappingReader, of kind: EqualizerSettings.Band.Kind?, findings: inout Findings
  ) -> Double? {
    guard kind?.hasGain == false else {
      let isNeeded = kind != nil
      let node =
        isNeeded
        ? mapping.required("gain", example: "gain: -5.5", findings: &findings)
        : mapping.value("gain")
      return node?.decibels("gain", findings: &findings)
    }
    if let entry = mapping.entry("gain"), let kind {
      findings.report(
        "a band of type \(kind.rawValue) has no gain", at: entry.keyPosition,
        hint: "leave gain out; a gain stage changes the level")
      return nil
    }
    return 0
  }

  /// Passes and shelves are flat by default; the width of the others must be said.
  private static func quality(
    _ mapping: MappingReader, of kind: EqualizerSettings.Band.Kind?, findings: inout Findings
  ) -> Double? {
    if let node = mapping.value("q") { return node.quality("q", findings: &findings) }
    switch kind {
    case .lowShelf, .highShelf, .lowPass, .highPass, .allPass:
      return EqualizerSettings.Band.flatQuality
    case .peak, .notch, .bandPass:
      _ = mapping.required("q", example: "q: 4.2", findings: &findings)
      return nil
    case nil:
      return nil
    }
  }
}

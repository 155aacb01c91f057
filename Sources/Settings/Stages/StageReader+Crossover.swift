extension StageReader {
  /// The filters of a two-way crossover.
  static let crossover = StageReader(
    kind: "crossover", keys: ["name", "shape", "order", "taps", "split", "low", "high"],
    read: readCrossover)

  private enum Shape: String, CaseIterable {
    case linkwitzRiley = "linkwitz-riley"
    case butterworth
    case linearPhase = "linear-phase"
  }

  private static func readCrossover(
    _ node: Node, chain: inout ChainReader
  ) -> Configuration.Stage? {
    let reader = MappingReader(
      node, subject: crossover.kind, keys: crossover.keys, findings: &chain.findings)
    guard let mapping = reader else { return nil }
    let name = chain.name(mapping)
    let shape = shape(mapping, findings: &chain.findings)
    let split = mapping.required("split", example: "split: 2000", findings: &chain.findings)?
      .filterHertz("split", sampleRate: chain.sampleRate, findings: &chain.findings)
    let low = way("low", mapping, chain: &chain)
    let high = way("high", mapping, chain: &chain)
    guard let low, let high else { return nil }
    let areApart = areApart(low, high, findings: &chain.findings)
    guard let shape, let split, areApart else { return nil }
    return .crossover(
      CrossoverSettings(
        name: name, shape: shape, splitHertz: split, low: low.names, high: high.names))
  }

  private static func shape(
    _ mapping: MappingReader, findings: inout Findings
  ) -> CrossoverSettings.Shape? {
    let word = mapping.required("shape", example: "shape: linkwitz-riley", findings: &findings)?
      .choice("shape", of: Shape.self, findings: &findings)
    guard let word else { return nil }
    switch word {
    case .linkwitzRiley, .butterworth:
      let order = order(of: word, mapping, findings: &findings)
      guard isAbsent("taps", of: word, mapping, findings: &findings), let order else { return nil }
      return word == .butterworth ? .butterworth(order: order) : .linkwitzRiley(order: order)
    case .linearPhase:
      let isRight = isAbsent("order", of: word, mapping, findings: &findings)
      guard let node = mapping.value("taps") else {
        return isRight ? .linearPhase(tapCount: nil) : nil
      }
      let taps = node.wholeNumber(
        "taps", "an odd number from 15 to 65535", findings: &findings
      ) { (15...65535).contains($0) && $0 % 2 == 1 }
      return taps.flatMap { isRight ? .linearPhase(tapCount: $0) : nil }
    }
  }

  private static func order(
    of shape: Shape, _ mapping: MappingReader, findings: inout Findings
  ) -> Int? {
    let isEven = shape == .linkwitzRiley
    return mapping.required("order", example: "order: 4", findings: &findings)?
      .wholeNumber(
        "order",
        "\(isEven ? "2, 4, 6 or 8" : "a whole number from 2 to 8") for \(shape.rawValue)",
        findings: &findings
      ) { (2...8).contains($0) && !(isEven && $0 % 2 == 1) }
  }

  /// Whether a key is left out that another shape would use; its presence is reported.
  private static func isAbsent(
    _ key: String, of shape: Shape, _ mapping: MappingReader, findings: inout Findings
  ) -> Bool {
    guard let entry = mapping.entry(key) else { return true }
    findings.report(
      "a \(shape.rawValue) crossover has no \(key)", at: entry.keyPosition,
      hint: shape == .linearPhase
        ? "leave it out; taps sets its steepness" : "leave it out; order sets its steepness")
    return false
  }

  private static func way(
    _ key: String, _ mapping: MappingReader, chain: inout ChainReader
  ) -> [PlacedName]? {
    let example = "\(key): [L \(key), R \(key)]"
    guard
      let names = mapping.required(key, example: example, findings: &chain.findings)?
        .placedNames(key, findings: &chain.findings)
    else { return nil }
    let known = names.filter { chain.isKnown($0, to: mapping.subject) }
    // What channels there are is not known after a mistake in a route: nothing to be said then.
    return known.count == names.count && chain.channels != nil ? known : nil
  }

  private static func areApart(
    _ low: [PlacedName], _ high: [PlacedName], findings: inout Findings
  ) -> Bool {
    let shared = high.filter { low.names.contains($0.name) }
    for name in shared {
      findings.report(
        "high names \(name.name.quoted), which is in low already", at: name.position,
        hint: "route the sound to a channel for each way before the crossover")
    }
    return shared.isEmpty
  }
}

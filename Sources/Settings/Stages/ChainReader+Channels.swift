internal import Wording

extension ChainReader {
  /// The channels that the key `on` of a stage chooses; all that reach it by default.
  ///
  /// - Returns: `nil` if the channels are not known or a name is wrong.
  mutating func chosenChannels(_ mapping: MappingReader) -> [String]? {
    guard let node = mapping.value("on") else { return channels?.names }
    guard let chosen = node.placedNames("on", findings: &findings) else { return nil }
    let known = chosen.filter { isKnown($0, to: mapping.subject) }
    return known.count == chosen.count ? known.names : nil
  }

  /// Whether a channel called `name` reaches this stage; its absence is reported.
  mutating func isKnown(_ name: PlacedName, to subject: String) -> Bool {
    guard let channels else { return true }
    if channels.contains(where: { $0.name == name.name }) { return true }
    let listed = channels.names.joined(separator: ", ")
    let nearest = Spelling.nearest(to: name.name, among: channels.names)
    findings.report(
      "no channel called \(name.name.quoted) reaches this \(subject); the channels here are "
        + listed,
      at: name.position, hint: nearest.map { "did you mean \($0.quoted)?" })
    return false
  }

  /// Reports channels that leave the chain but are not played, and the other way round.
  mutating func checkOutputs(playback: [PlacedName]?) {
    guard let playback, let channels else { return }
    let missing = playback.filter { !channels.names.contains($0.name) }
    var suggested: Set<String> = []
    for extra in channels where !playback.names.contains(extra.name) {
      let nearest = Spelling.nearest(to: extra.name, among: missing.names)
      if let nearest { suggested.insert(nearest) }
      findings.report(
        "no output called \(extra.name.quoted); the playback channels are "
          + playback.names.joined(separator: ", "),
        at: extra.position,
        hint: nearest.map { "did you mean \($0.quoted)?" }
          ?? "end the chain with a route whose keys are the playback channels")
    }
    // A misspelt output is one mistake, so the channel it was meant for is not missed as well.
    for lost in missing where !suggested.contains(lost.name) {
      findings.report(
        "nothing reaches the playback channel \(lost.name.quoted); the chain ends with "
          + channels.names.joined(separator: ", "),
        at: lost.position,
        hint: "add it to the last route; \(lost.name.quoted): [] there is silence")
    }
  }
}

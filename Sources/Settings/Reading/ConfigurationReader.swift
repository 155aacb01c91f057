/// Reads a document's nodes as a configuration and reports every mistake.
struct ConfigurationReader {
  /// The keys of a file.
  static let keys = ["version", "audio", "capture", "playback", "chain", "watch", "metrics"]

  /// The mistakes so far.
  private(set) var findings: Findings
  private let folder: String

  /// - Parameter folder: the file's folder, empty or ending in `/`.
  init(folder: String, findings: Findings) {
    self.folder = folder
    self.findings = findings
  }

  /// The configuration that `root` describes, or `nil` after at least one report.
  mutating func read(_ root: Node) -> Configuration? {
    if let found = foreignVersion(of: root) {
      // Keys of another version would all look like mistakes, so nothing else is read.
      findings.report(
        "version is \(found.kindName); this program reads version 1", at: found.position)
      return nil
    }
    let subject = "a configuration"
    guard let mapping = MappingReader(root, subject: subject, keys: Self.keys, findings: &findings)
    else { return nil }
    _ = mapping.required("version", example: "version: 1", findings: &findings)
    let audio = self.audio(mapping)
    let capture = endpoint("capture", mapping)
    let playback = endpoint("playback", mapping)
    let chain = self.chain(mapping, rate: audio?.sampleRate, capture: capture, playback: playback)
    if let capture { playback?.checkBypass(capture: capture, findings: &findings) }
    let watch = mapping.value("watch").map {
      $0.choice("watch", of: Configuration.Watch.self, findings: &findings)
    }
    let metrics = mapping.value("metrics").map {
      $0.loopbackAddress("metrics", findings: &findings)
    }
    guard
      let audio = audio?.complete, let capture = capture?.complete,
      let playback = playback?.complete, let chain,
      let watch = watch ?? .off
    else { return nil }
    return Configuration(
      audio: audio, capture: capture, playback: playback, chain: chain, watch: watch,
      metrics: metrics ?? nil)
  }

  private func foreignVersion(of root: Node) -> Node? {
    guard case .mapping(let entries) = root.content,
      let version = entries.first(where: { $0.key == "version" })?.value
    else { return nil }
    switch version.content {
    case .scalar("1"), .refused: return nil
    default: return version
    }
  }

  private mutating func audio(_ mapping: MappingReader) -> AudioReading? {
    let example = "audio: {rate: 48000, period: 256}"
    guard let node = mapping.required("audio", example: example, findings: &findings) else {
      return nil
    }
    return AudioReading(node, findings: &findings)
  }

  private mutating func endpoint(_ key: String, _ mapping: MappingReader) -> EndpointReading? {
    let example = "\(key): {device: \"hw:CARD=USB\", channels: [L, R]}"
    guard let node = mapping.required(key, example: example, findings: &findings) else {
      return nil
    }
    return EndpointReading(node, subject: key, findings: &findings)
  }

  private mutating func chain(
    _ mapping: MappingReader, rate: Int?, capture: EndpointReading?, playback: EndpointReading?
  ) -> [Configuration.Stage]? {
    let example = "chain: [{gain: {gain: 0}}], or [] to pass everything unchanged"
    guard let node = mapping.required("chain", example: example, findings: &findings) else {
      return nil
    }
    var chain = ChainReader(
      channels: capture?.channels, sampleRate: rate, folder: folder, findings: findings)
    let stages = chain.read(node)
    chain.checkOutputs(playback: playback?.channels)
    findings = chain.findings
    return stages
  }
}

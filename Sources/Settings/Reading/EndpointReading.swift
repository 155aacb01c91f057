/// What could be read of the key `capture` or `playback`.
struct EndpointReading {
  private static let keys = ["device", "channels", "format"]
  private static let playbackKeys = keys + ["ceiling", "dither", "volume", "on_fault"]
  private static let mostChannels = Configuration.channelLimit

  /// The channels that are right, each with its place; `nil` if there are none.
  private(set) var channels: [PlacedName]?
  /// Where the key `on_fault` has its value.
  private(set) var faultPosition: SourcePosition?
  /// The whole, if nothing was wrong.
  private(set) var complete: Configuration.Endpoint?

  /// Reads `node`, the value of the key `subject`, and reports its mistakes.
  init(_ node: Node, subject: String, findings: inout Findings) {
    let keys = subject == "playback" ? Self.playbackKeys : Self.keys
    guard let mapping = MappingReader(node, subject: subject, keys: keys, findings: &findings)
    else { return }
    let example = "device: \"hw:CARD=USB\""
    let device = mapping.required("device", example: example, findings: &findings)?
      .text("device", findings: &findings)
    channels = mapping.required("channels", example: "channels: [L, R]", findings: &findings)
      .flatMap { Self.channels($0, findings: &findings) }
    let format = mapping.value("format").flatMap {
      $0.choice("format", of: Configuration.Endpoint.Format.self, findings: &findings)
    }
    let ceiling = mapping.value("ceiling").map {
      $0.decibels("ceiling", in: -60...0, findings: &findings)
    }
    let dither = mapping.value("dither").map {
      $0.choice("dither", of: Configuration.Dither.self, findings: &findings)
    }
    let volume = mapping.value("volume").map {
      $0.decibels("volume", in: -120...0, findings: &findings)
    }
    let onFault = mapping.value("on_fault").map {
      $0.faultResponse("on_fault", findings: &findings)
    }
    faultPosition = mapping.value("on_fault")?.position
    guard let device, let channels, let ceiling = ceiling ?? -0.1, let dither = dither ?? .auto,
      let volume = volume ?? 0, let onFault = onFault ?? .mute
    else { return }
    complete = Configuration.Endpoint(
      device: device, channels: channels.names, format: format, ceilingDecibels: ceiling,
      dither: dither, volumeDecibels: volume, onFault: onFault)
  }

  /// Reports an input that cannot take the place of the output.
  func checkBypass(capture: EndpointReading, findings: inout Findings) {
    guard case .bypass = complete?.onFault, let faultPosition,
      let played = complete?.channels.count, let captured = capture.channels?.count,
      played != captured
    else { return }
    findings.report(
      "on_fault lets the input be heard, which has \(captured) where playback has \(played) "
        + "channels; only as many as are played can be",
      at: faultPosition, hint: "write on_fault: mute")
  }

  private static func channels(_ node: Node, findings: inout Findings) -> [PlacedName]? {
    if case .scalar(let text) = node.content { return numbered(text, node, findings: &findings) }
    guard let names = node.placedNames("channels", findings: &findings) else { return nil }
    guard names.count <= mostChannels else {
      findings.report(
        "channels names \(names.count) channels; a device has at most \(mostChannels) here",
        at: node.position)
      return nil
    }
    return names
  }

  /// A number of channels names them "1", "2" and so on.
  private static func numbered(
    _ text: String, _ node: Node, findings: inout Findings
  ) -> [PlacedName]? {
    guard let count = Int(text), (1...mostChannels).contains(count) else {
      findings.report(
        "channels is \(text.quoted); it must be a list of names or a number from 1 to "
          + "\(mostChannels)",
        at: node.position, hint: "for example [L, R] or 2")
      return nil
    }
    return (1...count).map { PlacedName(name: String($0), position: node.position) }
  }
}

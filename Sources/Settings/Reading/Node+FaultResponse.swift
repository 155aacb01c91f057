extension Node {
  /// `mute`, or `{bypass: LEVEL}`: an input without a level would be louder than anyone expects.
  func faultResponse(
    _ name: String, findings: inout Findings
  ) -> Configuration.FaultResponse? {
    let hint = "for example {bypass: -12 dB}, the level of the untouched input"
    switch content {
    case .scalar("mute"): return .mute
    case .refused: return nil
    case .mapping:
      let keys = ["bypass"]
      guard let mapping = MappingReader(self, subject: name, keys: keys, findings: &findings)
      else { return nil }
      let example = "\(name): {bypass: -12 dB}"
      return mapping.required("bypass", example: example, findings: &findings)?
        .decibels("bypass", in: -60...0, findings: &findings)
        .map { .bypass(decibels: $0) }
    case .scalar("bypass"):
      findings.report("\(name) is bypass without a level", at: position, hint: hint)
    case .empty, .scalar, .sequence:
      findings.report(
        "\(name) is \(kindName); it must be mute, or a bypass with its level", at: position,
        hint: hint)
    }
    return nil
  }
}

extension ChainReader {
  /// The path that `node` says, resolved against the configuration file's folder, with `{rate}`
  /// replaced; `nil` after a report.
  mutating func path(_ key: String, _ node: Node) -> String? {
    guard let path = node.text(key, findings: &findings) else { return nil }
    guard !path.hasPrefix("~") else {
      findings.report(
        "\(key) is \(path.quoted); a path cannot begin with \"~\"", at: node.position,
        hint: "write the whole path, or one relative to this file; ./~ is a file of that name")
      return nil
    }
    let rate = sampleRate.map(String.init) ?? "{rate}"
    return FilePath.resolve(FilePath.filled(path, rate: rate), in: folder)
  }
}

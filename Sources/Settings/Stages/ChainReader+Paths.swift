extension ChainReader {
  /// A path that may stand for files of several rates.
  struct RatedPath {
    /// For the session's rate.
    let filled: String
    /// With `{rate}` left in it; `nil` without one.
    let set: String?
  }

  /// The path that `node` says, resolved against the configuration file's folder, with `{rate}`
  /// replaced; `nil` after a report.
  mutating func path(_ key: String, _ node: Node) -> String? { ratedPath(key, node)?.filled }

  /// The same, and as it was before `{rate}` was replaced.
  mutating func ratedPath(_ key: String, _ node: Node) -> RatedPath? {
    guard let path = node.text(key, findings: &findings) else { return nil }
    guard !path.hasPrefix("~") else {
      findings.report(
        "\(key) is \(path.quoted); a path cannot begin with \"~\"", at: node.position,
        hint: "write the whole path, or one relative to this file; ./~ is a file of that name")
      return nil
    }
    let rate = sampleRate.map(String.init) ?? "{rate}"
    let filled = FilePath.filled(path, rate: rate)
    return RatedPath(
      filled: FilePath.resolve(filled, in: folder),
      set: path == filled ? nil : FilePath.resolve(path, in: folder))
  }
}

extension ConvolveSettings {
  /// The path of the set's file for `rate`; `nil` without a set.
  public func impulseResponse(atRate rate: Int) -> String? {
    rateSet.map { FilePath.filled($0, rate: String(rate)) }
  }
}

extension Configuration {
  /// The configuration that `text` describes.
  ///
  /// - Parameter path: the file's path, for messages and for paths relative to its folder.
  /// - Throws: every mistake at once, each with its place.
  /// - Complexity: linear in the text, which may have ``byteLimit`` bytes.
  /// - Thread: any but audio.
  public static func parse(
    text: String, path: String
  ) throws(ConfigurationErrors) -> Configuration {
    var findings = Findings(file: path)
    TextCheck.check(text, findings: &findings)
    guard findings.isEmpty else { throw findings.errors(source: text) }
    var document = DocumentReader(text, findings: findings)
    guard let root = document.read() else { throw document.findings.errors(source: text) }
    var reader = ConfigurationReader(
      folder: FilePath.folder(of: path), findings: document.findings)
    guard let configuration = reader.read(root), reader.findings.isEmpty else {
      throw reader.findings.errors(source: text)
    }
    return configuration
  }
}

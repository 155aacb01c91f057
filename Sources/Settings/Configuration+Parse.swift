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
    try ConfigurationDocument(text: text, path: path).configuration()
  }
}

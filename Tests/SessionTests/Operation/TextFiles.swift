import Glibc

extension TemporaryFolder {
  /// Writes a text in place; gives the path.
  @discardableResult
  func write(text: String, as name: String) throws -> String {
    guard let file = fopen(path(name), "w") else { throw Failed(code: errno) }
    defer { fclose(file) }
    guard fputs(text, file) >= 0 else { throw Failed(code: errno) }
    return path(name)
  }
}

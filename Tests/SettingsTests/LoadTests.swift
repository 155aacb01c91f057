import Glibc
import Settings
import Testing
import TestSupport

@Suite struct LoadTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  @Test func `a file gives what its text gives`() throws {
    let path = try folder.write(text: Samples.room, as: "room.yaml")
    #expect(
      try Configuration.load(path: path)
        == Configuration.parse(text: Samples.room, path: path))
  }

  @Test func `bytes that are not UTF-8 are shown where they stand`() throws {
    let path = try folder.write(Array("version: 1\n# é".utf8) + [0xE9, 0x0A], as: "latin.yaml")
    #expect(
      errors(of: path)?.diagnostics == [
        Diagnostic(
          file: path, position: SourcePosition(line: 2, column: 4),
          message: "the file is not UTF-8 text from here on",
          hint: "save it with the encoding UTF-8")
      ])
  }

  @Test func `a file beyond the limit is refused however large it is`() throws {
    let path = try folder.write(
      Array(repeating: 0xFF, count: Configuration.byteLimit + 70_000), as: "long.yaml")
    #expect(
      errors(of: path)?.diagnostics.map(\.message)
        == ["the file has more than 1048576 bytes, the most that a configuration may have"])
  }

  @Test(
    "what is no regular file is refused without waiting for it",
    arguments: ["/", "/dev/zero", "/dev/null"])
  func irregular(path: String) {
    #expect(errors(of: path)?.kind == .unreadable)
    #expect(
      errors(of: path)?.description
        == "\(path): error: this is not a regular file; a configuration must be one")
  }

  @Test func `a named pipe is refused without waiting for a writer`() throws {
    let path = folder.path("pipe")
    #expect(mkfifo(path, 0o600) == 0)
    #expect(errors(of: path)?.kind == .unreadable)
  }

  private func errors(of path: String) -> ConfigurationErrors? {
    do throws(ConfigurationErrors) {
      _ = try Configuration.load(path: path)
      return nil
    } catch {
      return error
    }
  }
}

import Glibc
import Settings
import Testing

@Suite struct LoadTests {
  @Test func `a file gives what its text gives`() throws {
    let file = try TemporaryFile(Array(Samples.room.utf8))
    #expect(
      try Configuration.load(path: file.path)
        == Configuration.parse(text: Samples.room, path: file.path))
  }

  @Test func `bytes that are not UTF-8 are shown where they stand`() throws {
    let file = try TemporaryFile(Array("version: 1\n# é".utf8) + [0xE9, 0x0A])
    #expect(
      errors(of: file.path)?.diagnostics == [
        Diagnostic(
          file: file.path, position: SourcePosition(line: 2, column: 4),
          message: "the file is not UTF-8 text from here on",
          hint: "save it with the encoding UTF-8")
      ])
  }

  @Test func `a file beyond the limit is refused however large it is`() throws {
    let file = try TemporaryFile(Array(repeating: 0xFF, count: Configuration.byteLimit + 70_000))
    #expect(
      errors(of: file.path)?.diagnostics.map(\.message)
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
    let file = try TemporaryFile([])
    #expect(unlink(file.path) == 0 && mkfifo(file.path, 0o600) == 0)
    #expect(errors(of: file.path)?.kind == .unreadable)
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

/// A file that is gone with its owner.
private final class TemporaryFile {
  struct Failed: Error {}

  let path: String

  init(_ bytes: [UInt8]) throws {
    var template = Array("\(P_tmpdir)/settings-XXXXXX".utf8CString)
    let descriptor = mkstemp(&template)
    guard descriptor >= 0 else { throw Failed() }
    defer { close(descriptor) }
    path = String(decoding: template.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self)
    guard write(descriptor, bytes, bytes.count) == bytes.count else { throw Failed() }
  }

  deinit { unlink(path) }
}

import Glibc

/// A folder of a test's own, removed with everything in it at the end.
package final class TemporaryFolder: Sendable {
  /// Without a slash at its end.
  package let path: String

  /// Makes it below `TMPDIR`, or `/tmp`.
  package init() throws(FolderFailure) {
    let place = getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp"
    var template = Array("\(place)/convolved-XXXXXX".utf8CString)
    guard mkdtemp(&template) != nil else { throw FolderFailure("mkdtemp", place) }
    path = String(decoding: template.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self)
  }

  deinit { remove() }

  /// Removes it now: for one that lives as long as the process, which ends without a `deinit`.
  package func remove() { Self.remove(path) }

  /// Removes a file, a link, or a folder with everything in it.
  private static func remove(_ path: String) {
    if unlink(path) == 0 { return }
    for name in names(in: path) { remove(path + "/" + name) }
    rmdir(path)
  }

  /// The path of what is, or will be, called `name`.
  package func path(_ name: String) -> String { path + "/" + name }

  /// The names of everything in the folder, sorted.
  package var names: [String] { Self.names(in: path) }

  /// The same of any folder; empty if it cannot be read.
  package static func names(in path: String) -> [String] {
    guard let folder = opendir(path) else { return [] }
    defer { closedir(folder) }
    var names: [String] = []
    while let entry = readdir(folder) {
      let name = withUnsafeBytes(of: entry.pointee.d_name) { bytes in
        String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
      }
      if name != ".", name != ".." { names.append(name) }
    }
    return names.sorted()
  }

  /// Writes bytes in the place of what is called `name`, followed by zeros up to `byteCount`, which
  /// occupy no disk; gives the path.
  @discardableResult
  package func write(
    _ bytes: [UInt8], as name: String, byteCount: Int = 0
  ) throws(FolderFailure) -> String {
    let path = path(name)
    let file = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
    guard file >= 0 else { throw FolderFailure("open", path) }
    defer { close(file) }
    guard Glibc.write(file, bytes, bytes.count) == bytes.count else {
      throw FolderFailure("write", path)
    }
    guard byteCount <= bytes.count || ftruncate(file, byteCount) == 0 else {
      throw FolderFailure("ftruncate", path)
    }
    return path
  }

  /// The same of a text.
  @discardableResult
  package func write(text: String, as name: String) throws(FolderFailure) -> String {
    try write(Array(text.utf8), as: name)
  }

  /// The bytes of the file called `name`.
  package func bytes(_ name: String) throws(FolderFailure) -> [UInt8] {
    let path = path(name)
    let file = open(path, O_RDONLY | O_CLOEXEC)
    guard file >= 0 else { throw FolderFailure("open", path) }
    defer { close(file) }
    var status = stat()
    fstat(file, &status)
    var bytes = [UInt8](repeating: 0, count: Int(status.st_size))
    guard read(file, &bytes, bytes.count) == bytes.count else { throw FolderFailure("read", path) }
    return bytes
  }
}

/// A call that failed on a test's own file.
package struct FolderFailure: Error, CustomStringConvertible {
  package let description: String

  fileprivate init(_ call: String, _ path: String) {
    description = "\(call) \(path): \(String(cString: strerror(errno)))"
  }
}

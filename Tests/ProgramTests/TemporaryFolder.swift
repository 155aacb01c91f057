import Glibc

/// A folder of a test's own, removed with everything in it at the end.
final class TemporaryFolder {
  let path: String

  init() throws {
    let place = getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp"
    var template = Array("\(place)/programs-XXXXXX".utf8CString)
    guard mkdtemp(&template) != nil else { throw ProgramFailure.system("mkdtemp", errno) }
    path = String(decoding: template.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self)
  }

  deinit {
    Self.remove(path)
  }

  /// Removes a file, a link, or a folder with everything in it.
  private static func remove(_ path: String) {
    if unlink(path) == 0 { return }
    for name in names(in: path) { remove(path + "/" + name) }
    rmdir(path)
  }

  func path(_ name: String) -> String { path + "/" + name }

  /// The names of everything in the folder, sorted.
  var names: [String] { Self.names(in: path) }

  /// The same of any folder.
  static func names(in path: String) -> [String] {
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

  /// Writes bytes under `name`, followed by zeros up to `byteCount`, which occupy no disk.
  func write(_ bytes: [UInt8], as name: String, byteCount: Int = 0) throws {
    let file = open(path(name), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
    guard file >= 0 else { throw ProgramFailure.system("open", errno) }
    defer { close(file) }
    guard Glibc.write(file, bytes, bytes.count) == bytes.count else {
      throw ProgramFailure.system("write", errno)
    }
    guard byteCount <= bytes.count || ftruncate(file, byteCount) == 0 else {
      throw ProgramFailure.system("ftruncate", errno)
    }
  }

  /// The bytes of the file called `name`.
  func bytes(_ name: String) throws -> [UInt8] {
    let file = open(path(name), O_RDONLY | O_CLOEXEC)
    guard file >= 0 else { throw ProgramFailure.system("open", errno) }
    defer { close(file) }
    var status = stat()
    fstat(file, &status)
    var bytes = [UInt8](repeating: 0, count: Int(status.st_size))
    guard read(file, &bytes, bytes.count) == bytes.count else {
      throw ProgramFailure.system("read", errno)
    }
    return bytes
  }
}

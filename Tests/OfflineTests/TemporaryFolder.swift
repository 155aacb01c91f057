import Glibc

/// A folder of a test's own, removed with everything in it at the end.
final class TemporaryFolder {
  let path: String

  init() throws {
    let place = getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp"
    var template = Array("\(place)/session-XXXXXX".utf8CString)
    guard mkdtemp(&template) != nil else { throw Failed(code: errno) }
    path = template.withUnsafeBufferPointer { characters in
      String(decoding: characters.map { UInt8(bitPattern: $0) }.dropLast(), as: UTF8.self)
    }
  }

  deinit {
    for name in names { unlink(path(name)) }
    rmdir(path)
  }

  struct Failed: Error { let code: Int32 }

  func path(_ name: String) -> String { path + "/" + name }

  /// The names of everything in the folder, sorted.
  var names: [String] {
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
}

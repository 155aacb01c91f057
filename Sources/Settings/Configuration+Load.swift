internal import Glibc

extension Configuration {
  /// The configuration in the file at `path`.
  ///
  /// - Throws: ``ConfigurationErrors/Kind/unreadable`` if the file is missing, forbidden or not a
  ///   regular file, else as ``parse(text:path:)``.
  /// - Thread: any but audio; waits for the disk.
  public static func load(path: String) throws(ConfigurationErrors) -> Configuration {
    try ConfigurationDocument.load(path: path).configuration()
  }
}

/// Reads the text of a configuration file.
enum FileText {
  /// The text of the file at `path`, of which only length and encoding are checked.
  static func load(_ path: String) throws(ConfigurationErrors) -> String {
    var findings = Findings(file: path)
    let limit = Configuration.byteLimit
    guard let bytes = FileBytes.read(path, limit: limit, findings: &findings) else {
      throw findings.errors(kind: .unreadable, source: "")
    }
    TextCheck.checkLength(bytes.count, findings: &findings)
    guard findings.isEmpty else { throw findings.errors(source: "") }
    guard let text = TextCheck.decode(bytes, findings: &findings) else {
      throw findings.errors(source: String(decoding: bytes, as: UTF8.self))
    }
    return text
  }
}

/// Reads a small regular file whole.
enum FileBytes {
  /// The bytes of the file at `path`, at most one more than `limit`; `nil` after a report.
  static func read(_ path: String, limit: Int, findings: inout Findings) -> [UInt8]? {
    // A named pipe would otherwise block the open until somebody writes to it.
    let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else {
      findings.report(openFailure(errno), at: nil)
      return nil
    }
    defer { close(descriptor) }
    var status = stat()
    guard unsafe fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
      findings.report("this is not a regular file; a configuration must be one", at: nil)
      return nil
    }
    guard let bytes = readAll(descriptor, limit: limit + 1) else {
      findings.report("the file cannot be read (error \(errno))", at: nil)
      return nil
    }
    return bytes
  }

  private static func readAll(_ descriptor: Int32, limit: Int) -> [UInt8]? {
    var bytes: [UInt8] = []
    while bytes.count < limit {
      let wanted = min(65536, limit - bytes.count)
      var failed = false
      let block = unsafe [UInt8](unsafeUninitializedCapacity: wanted) { buffer, initializedCount in
        let count = unsafe Glibc.read(descriptor, buffer.baseAddress, wanted)
        failed = count < 0
        initializedCount = max(0, count)
      }
      if failed {
        if errno == EINTR { continue }
        return nil
      }
      if block.isEmpty { break }
      bytes += block
    }
    return bytes
  }

  private static func openFailure(_ code: Int32) -> String {
    switch code {
    case ENOENT, ENOTDIR: "there is no such file; check the path"
    case EACCES, EPERM: "this user may not read the file; check its permissions"
    case ELOOP: "the path is a loop of links"
    case ENAMETOOLONG: "the path is too long"
    default: "the file cannot be opened (error \(code))"
    }
  }
}

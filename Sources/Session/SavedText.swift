internal import Glibc

/// A small text file that is replaced in one step: a reader finds the old text or the new one, even
/// after a loss of power.
struct SavedText {
  let path: String

  /// - Returns: why it could not be saved: what failed and the system's reason; `nil` when it was.
  func save(_ text: String) -> String? {
    createFolders()
    let temporary = path + "." + String(UInt64.random(in: .min ... .max), radix: 16)
    let descriptor = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { return failure("created") }
    let isWritten = write(text, to: descriptor) && fsync(descriptor) == 0
    close(descriptor)
    if isWritten && rename(temporary, path) == 0 { return nil }
    let failure = failure("written")
    unlink(temporary)
    return failure
  }

  private func write(_ text: String, to descriptor: Int32) -> Bool {
    var text = text
    return text.withUTF8 { bytes in
      var done = 0
      while done < bytes.count {
        let count = Glibc.write(
          descriptor, bytes.baseAddress.map { $0 + done }, bytes.count - done)
        if count < 0 && errno == EINTR { continue }
        if count <= 0 { return false }
        done += count
      }
      return true
    }
  }

  /// Private to the user; what is wrong shows when the file is made.
  private func createFolders() {
    var place = path.index(after: path.startIndex)
    while let slash = path[place...].firstIndex(of: "/") {
      mkdir(String(path[..<slash]), 0o700)
      place = path.index(after: slash)
    }
  }

  private func failure(_ what: String) -> String {
    "\(path) cannot be \(what): \(String(cString: strerror(errno)))"
  }
}

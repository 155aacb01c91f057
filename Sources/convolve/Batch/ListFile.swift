internal import Batch
internal import Glibc

/// A list or a manifest as a file of bytes.
enum ListFile {
  private static let byteLimit = 1 << 30

  /// All bytes of a file.
  ///
  /// - Parameter name: `-` for standard input.
  /// - Errors: `missing`, `malformed` beyond 1 GiB.
  static func bytes(_ name: String) throws(BatchError) -> [UInt8] {
    let descriptor = name == "-" ? STDIN_FILENO : unsafe open(name, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw failure(name) }
    defer { if name != "-" { close(descriptor) } }
    var bytes: [UInt8] = []
    var piece = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = unsafe read(descriptor, &piece, piece.count)
      if count == 0 { return bytes }
      if count < 0 {
        if errno == EINTR { continue }
        throw failure(name)
      }
      bytes += piece[..<count]
      guard bytes.count <= byteLimit else {
        throw BatchError(.malformed, "\(name): is longer than 1 GiB; split it")
      }
    }
  }

  private static func failure(_ name: String) -> BatchError {
    let words = unsafe String(cString: strerror(errno))
    return BatchError(.missing, "\(name): cannot be read: \(words); check the name")
  }
}

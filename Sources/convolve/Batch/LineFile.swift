internal import Glibc
internal import Session

/// A file of lines that grows while a batch runs: what is complete in it survives the end of the
/// program, whatever that is.
///
/// - Owner: closes the file when it goes away.
/// - Thread: any one at a time.
final class LineFile {
  enum Opening {
    /// Refuse a file that exists.
    case new
    /// Empty one that exists.
    case anew
    /// Go on behind its last complete line.
    case behind(byteCount: Int)
  }

  let path: String
  private let descriptor: Int32

  init(_ path: String, _ opening: Opening) throws(CommandFailure) {
    self.path = path
    let flags: Int32 =
      switch opening {
      case .new: O_EXCL
      case .anew: O_TRUNC
      case .behind: 0
      }
    descriptor = unsafe open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC | flags, 0o666)
    guard descriptor >= 0 else {
      let code = errno
      if case .new = opening, code == EEXIST { throw Self.occupied(path) }
      throw Self.failure(path, "created", code, .cannotCreate)
    }
    if case .behind(let byteCount) = opening, ftruncate(descriptor, byteCount) != 0 {
      let code = errno
      close(descriptor)
      throw Self.failure(path, "continued", code, .readWrite)
    }
  }

  deinit { close(descriptor) }

  /// Appends a line, all of it at once.
  func append(_ line: String) throws(CommandFailure) {
    var rest = ArraySlice((line + "\n").utf8)
    while !rest.isEmpty {
      let count = unsafe rest.withUnsafeBytes { bytes in
        unsafe write(descriptor, bytes.baseAddress, bytes.count)
      }
      if count > 0 {
        rest = rest.dropFirst(count)
      } else if count == 0 || errno != EINTR {
        throw Self.failure(path, "written", count == 0 ? EIO : errno, .readWrite)
      }
    }
  }

  /// Waits until all of it is on the disk.
  func flush() throws(CommandFailure) {
    // Pipes and some devices have nothing to flush and say so.
    guard fsync(descriptor) == 0 || errno == EINVAL || errno == EROFS else {
      throw Self.failure(path, "flushed to disk", errno, .readWrite)
    }
  }

  /// The error for a file that is to be new and exists.
  static func occupied(_ path: String) -> CommandFailure {
    CommandFailure(
      "\(path): exists already; go on with --resume or replace it with --force", .cannotCreate)
  }

  private static func failure(
    _ path: String, _ done: String, _ code: Int32, _ status: ExitStatus
  ) -> CommandFailure {
    let words = unsafe String(cString: strerror(code))
    return CommandFailure("\(path): cannot be \(done): \(words)", status)
  }
}

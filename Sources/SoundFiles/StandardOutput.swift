internal import Glibc

/// Standard output as a place for sounds and pictures.
public enum StandardOutput {
  /// The name in messages.
  public static let name = "standard output"

  /// - Errors: `unwritable` for a terminal, which shows no sound and no picture.
  public static func demandNoTerminal() throws(SoundFileError) {
    guard isatty(STDOUT_FILENO) != 0 else { return }
    throw SoundFileError(
      kind: .unwritable, path: name, message: "is a terminal; send it into a pipe or a file")
  }

  /// Sends all bytes.
  ///
  /// - Errors: `diskFull`, `writeFailed`.
  /// - Thread: any one at a time; blocks on the pipe.
  public static func write(_ bytes: [UInt8]) throws(SoundFileError) {
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { Glibc.write(STDOUT_FILENO, $0.baseAddress, $0.count) }
      if count > 0 {
        rest = rest.dropFirst(count)
      } else if count == 0 || errno != EINTR {
        throw failure(count == 0 ? EIO : errno)
      }
    }
  }

  /// Waits for a disk behind it, which says then whether it is full.
  ///
  /// - Errors: `diskFull`, `writeFailed`.
  public static func flush() throws(SoundFileError) {
    // Pipes and terminals have nothing to flush and say so.
    if fsync(STDOUT_FILENO) != 0, errno != EINVAL, errno != EROFS { throw failure(errno) }
  }

  private static func failure(_ code: Int32) -> SoundFileError {
    SoundFileError(
      kind: code == ENOSPC || code == EDQUOT || code == EFBIG ? .diskFull : .writeFailed,
      path: name, message: "could not be written to: \(SoundFileError.text(of: code))")
  }
}

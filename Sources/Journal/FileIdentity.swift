internal import Glibc

/// Which file a descriptor is open on.
struct FileIdentity: CustomStringConvertible {
  private let device: dev_t
  private let inode: ino_t
  /// Whether someone reads it line by line: a pipe, a socket or the kernel's log, but no file and
  /// no terminal.
  let isCollected: Bool

  init?(_ descriptor: Int32) {
    var status = stat()
    guard unsafe fstat(descriptor, &status) == 0 else { return nil }
    device = status.st_dev
    inode = status.st_ino
    isCollected = status.st_mode & S_IFMT != S_IFREG && isatty(descriptor) == 0
  }

  /// As systemd writes it into `JOURNAL_STREAM`.
  var description: String { "\(device):\(inode)" }
}

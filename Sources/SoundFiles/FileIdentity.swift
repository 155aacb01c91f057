internal import Glibc

/// Which file it is, whatever it is called: symbolic links, hard links, bind mounts and
/// `/proc/self/fd` names of one file have one identity.
public struct FileIdentity: Hashable, Sendable {
  /// The device that holds the file.
  public let device: UInt64
  /// The file's number on that device.
  public let inode: UInt64

  init(_ status: stat) {
    device = UInt64(status.st_dev)
    inode = UInt64(status.st_ino)
  }

  /// The identity of the file that `path` leads to, or `nil` when there is none.
  public init?(path: String) {
    var status = stat()
    guard stat(path, &status) == 0 else { return nil }
    self.init(status)
  }

  /// The identity of the file that is read as `input`: for `-` the one that standard input is, `nil` for a
  /// pipe.
  public init?(input: String) {
    var status = stat()
    guard input == standardStreamPath else {
      self.init(path: input)
      return
    }
    guard fstat(STDIN_FILENO, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return nil }
    self.init(status)
  }
}

/// What kind of file a mode says it is, in words for messages; `nil` for a regular file.
func nameOfSpecialFile(mode: mode_t) -> String? {
  switch mode & S_IFMT {
  case S_IFREG: nil
  case S_IFDIR: "a directory"
  case S_IFIFO: "a pipe"
  case S_IFSOCK: "a socket"
  default: "a device"
  }
}

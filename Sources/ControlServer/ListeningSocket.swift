internal import Glibc

/// A unix socket in the file system that processes can connect to.
struct ListeningSocket {
  let descriptor: Int32
  private let path: String
  /// Which file it made: another daemon may have replaced it since.
  private let file: FileIdentity

  private struct FileIdentity: Equatable {
    let device: UInt
    let node: UInt
  }

  /// For the owner and the group.
  private static let mode: mode_t = 0o660

  /// Makes the socket, in place of one whose daemon has died.
  ///
  /// - Parameter path: at most 107 bytes, in a folder that exists.
  /// - Throws: ``ControlServerError``: a daemon listens there, something else is in the way, or the
  ///   system refuses.
  init(path: String) throws(ControlServerError) {
    var address = try Self.address(path)
    let made = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue) | Self.flags, 0)
    guard made >= 0 else { throw Self.error(path, "no socket can be made") }
    do throws(ControlServerError) {
      try Self.bind(made, &address, path)
      file = try Self.prepare(made, path)
    } catch {
      close(made)
      throw error
    }
    descriptor = made
    self.path = path
  }

  /// Removes the file, if it is still the one that was made.
  func remove() {
    if Self.identity(path) == file { unsafe unlink(path) }
  }

  private static let flags =
    Int32(SOCK_CLOEXEC.rawValue) | Int32(SOCK_NONBLOCK.rawValue)

  private static func bind(
    _ descriptor: Int32, _ address: inout sockaddr_un, _ path: String
  ) throws(ControlServerError) {
    // The mode that the file is made with, so that nobody slips in before it is set.
    fchmod(descriptor, mode)
    if unsafe call(address, { unsafe Glibc.bind(descriptor, $0, $1) }) == 0 { return }
    guard errno == EADDRINUSE else { throw error(path, "the socket cannot be made") }
    try removeStale(path, address)
    if unsafe call(address, { unsafe Glibc.bind(descriptor, $0, $1) }) == 0 { return }
    throw error(path, "the socket cannot be made")
  }

  private static func prepare(
    _ descriptor: Int32, _ path: String
  ) throws(ControlServerError) -> FileIdentity {
    // What the mask of the process has taken away.
    guard unsafe chmod(path, mode) == 0, listen(descriptor, 128) == 0, let file = identity(path)
    else {
      let refusal = error(path, "the socket cannot be prepared")
      unsafe unlink(path)
      throw refusal
    }
    return file
  }

  private static func removeStale(
    _ path: String, _ address: sockaddr_un
  ) throws(ControlServerError) {
    var found = stat()
    guard unsafe lstat(path, &found) == 0 else { return }
    guard found.st_mode & S_IFMT == S_IFSOCK else {
      throw ControlServerError(
        path, "there is a file that is no socket; remove it or choose another path with --socket")
    }
    let probe = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue) | flags, 0)
    guard probe >= 0 else { throw error(path, "no socket can be made") }
    defer { close(probe) }
    // A daemon with too many callers waiting (EAGAIN) lives as well.
    let isDead =
      unsafe call(address, { unsafe connect(probe, $0, $1) }) != 0 && errno == ECONNREFUSED
    guard isDead else {
      throw ControlServerError(
        path, "a daemon listens there already; stop it, or choose another path with --socket")
    }
    unsafe unlink(path)
  }

  private static func address(_ path: String) throws(ControlServerError) -> sockaddr_un {
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    let room = MemoryLayout.size(ofValue: address.sun_path)
    let bytes = Array(path.utf8)
    guard !bytes.isEmpty, bytes.count < room, !bytes.contains(0) else {
      throw ControlServerError(
        path, "the path of a socket has 1 to \(room - 1) bytes, and this one has \(bytes.count)")
    }
    unsafe withUnsafeMutableBytes(of: &address.sun_path) { unsafe $0.copyBytes(from: bytes) }
    return address
  }

  private static func call(
    _ address: sockaddr_un, _ body: (UnsafePointer<sockaddr>, socklen_t) -> Int32
  ) -> Int32 {
    unsafe withUnsafePointer(to: address) { pointer in
      unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        unsafe body($0, socklen_t(MemoryLayout<sockaddr_un>.size))
      }
    }
  }

  private static func identity(_ path: String) -> FileIdentity? {
    var found = stat()
    guard unsafe lstat(path, &found) == 0 else { return nil }
    return FileIdentity(device: UInt(found.st_dev), node: UInt(found.st_ino))
  }

  /// With what the system said last.
  private static func error(_ path: String, _ sentence: String) -> ControlServerError {
    let code = errno
    let step =
      switch code {
      case ENOENT: "; make the folder, or choose another path with --socket"
      case EACCES, EPERM, EROFS:
        "; choose a folder that this user may write with --socket, or none"
      default: ""
      }
    return ControlServerError(path, "\(sentence): \(ControlServerError.text(code))\(step)")
  }

  /// Whether it is a unix socket that takes connections.
  static func isListening(_ descriptor: Int32) -> Bool {
    option(descriptor, SO_DOMAIN) == AF_UNIX
      && option(descriptor, SO_TYPE) == Int32(SOCK_STREAM.rawValue)
      && option(descriptor, SO_ACCEPTCONN) == 1
  }

  private static func option(_ descriptor: Int32, _ name: Int32) -> Int32? {
    var value: Int32 = 0
    var bytes = socklen_t(MemoryLayout<Int32>.size)
    let result = unsafe getsockopt(descriptor, SOL_SOCKET, name, &value, &bytes)
    return result == 0 ? value : nil
  }
}

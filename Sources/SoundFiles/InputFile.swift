internal import Glibc

/// A regular file open for reading.
///
/// - Owner: closes its descriptor when it goes away.
/// - Thread: any one at a time.
final class InputFile {
  let path: String
  let descriptor: Int32
  let identity: FileIdentity
  /// The file's length when it was opened.
  let byteCount: Int
  /// Where ``read(_:)`` goes on.
  private(set) var position = 0
  /// The first error of a read.
  private(set) var failure: Int32?

  /// Opens `path`; never blocks and never touches what is not a regular file.
  ///
  /// - Errors: `missing`, `unreadable`.
  init(path: String) throws(SoundFileError) {
    var status = stat()
    // Looking before opening keeps devices from noticing; looking again after opening is what
    // counts, because the name can lead elsewhere by then.
    guard stat(path, &status) == 0 else { throw SoundFileError.reading(path, code: errno) }
    try InputFile.demandRegular(status, path)
    let descriptor = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC | O_NOCTTY)
    guard descriptor >= 0 else { throw SoundFileError.reading(path, code: errno) }
    guard fstat(descriptor, &status) == 0 else {
      let code = errno
      close(descriptor)
      throw SoundFileError.reading(path, code: code)
    }
    do throws(SoundFileError) {
      try InputFile.demandRegular(status, path)
    } catch {
      close(descriptor)
      throw error
    }
    self.path = path
    self.descriptor = descriptor
    identity = FileIdentity(status)
    byteCount = Int(status.st_size)
  }

  /// A regular file that is open already, from its beginning.
  ///
  /// - Parameter descriptor: stays the caller's.
  init(duplicating descriptor: Int32, path: String) throws(SoundFileError) {
    var status = stat()
    let own = fcntl(descriptor, F_DUPFD_CLOEXEC, 0)
    guard own >= 0, fstat(own, &status) == 0 else {
      throw SoundFileError.reading(path, code: errno)
    }
    self.path = path
    self.descriptor = own
    identity = FileIdentity(status)
    byteCount = Int(status.st_size)
  }

  deinit { close(descriptor) }

  private static func demandRegular(_ status: stat, _ path: String) throws(SoundFileError) {
    guard let special = nameOfSpecialFile(mode: status.st_mode) else { return }
    throw SoundFileError(
      kind: .unreadable, path: path, message: "is \(special); give a sound file")
  }

  /// Reads up to `bytes.count` bytes at ``position`` and moves on.
  ///
  /// - Returns: bytes read: all of them, fewer at the end of the file or with ``failure`` set.
  func read(_ bytes: UnsafeMutableRawBufferPointer) -> Int {
    var done = 0
    while done < bytes.count {
      let rest = UnsafeMutableRawBufferPointer(rebasing: bytes[done...])
      let count = pread(descriptor, rest.baseAddress, rest.count, position)
      if count > 0 {
        done += count
        position += count
      } else if count == 0 {
        break
      } else if errno != EINTR {
        failure = errno
        break
      }
    }
    return done
  }

  /// Sets ``position``; a place in front of the file is refused.
  func move(to newPosition: Int) {
    if newPosition >= 0 { position = newPosition }
  }

  /// The `count` bytes at `offset`, or `nil` when the file has not that many there.
  func bytes(at offset: Int, count: Int) -> [UInt8]? {
    var bytes = [UInt8](repeating: 0, count: count)
    let got = bytes.withUnsafeMutableBytes { pread(descriptor, $0.baseAddress, count, offset) }
    return got == count ? bytes : nil
  }
}

internal import Batch
internal import Glibc

extension AppliedFile {
  private static let stepBytes = 1 << 18

  /// What a regular file holds now; `nil` for what cannot be read, which whoever uses it says better.
  init?(path: String) {
    let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { return nil }
    defer { close(descriptor) }
    var status = stat()
    // A device may never end.
    guard unsafe fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
      return nil
    }
    var digest = ContentDigest()
    var step = [UInt8](repeating: 0, count: min(Self.stepBytes, max(1, Int(status.st_size))))
    while true {
      let count = unsafe read(descriptor, &step, step.count)
      if count == 0 { break }
      if count > 0 {
        digest.add(step[..<count])
      } else if errno != EINTR {
        return nil
      }
    }
    self.init(path: path, digest: digest)
  }
}

extension [AppliedFile] {
  /// Each name once, its first.
  var distinct: [AppliedFile] {
    var known = Set<String>()
    return filter { known.insert($0.path).inserted }
  }
}

internal import Glibc

/// Open files that the system has to grant before anything begins: later on there would be a device
/// that is not found, or a library that ends the process, in place of a reason.
enum Descriptors {
  /// Sound, control socket, metrics and files take 17; each client takes one more, and waits where
  /// there is none.
  static let needed = 32

  /// What is wrong; `nil` for nothing.
  static func shortage() -> String? {
    var held: [Int32] = []
    defer { for descriptor in held { close(descriptor) } }
    while held.count < needed {
      let type = Int32(SOCK_DGRAM.rawValue | SOCK_CLOEXEC.rawValue)
      let descriptor = socket(AF_UNIX, type, 0)
      guard descriptor >= 0 else { return sentence(granted: held.count, errno) }
      held.append(descriptor)
    }
    return nil
  }

  private static func sentence(granted: Int, _ code: Int32) -> String {
    let reason = unsafe strerror(code).map { unsafe String(cString: $0) } ?? "error \(code)"
    return "\(needed) more open files are needed, and the system grants \(granted) (\(reason)): "
      + "raise LimitNOFILE of the service, or \"ulimit -n\""
  }
}

internal import Glibc
internal import NIOCore

/// Why nobody can reach the daemon at a place.
public struct ControlServerError: Error, Equatable, Sendable, CustomStringConvertible {
  /// A path or an address.
  public let place: String
  /// What was found, and what to do about it.
  public let reason: String

  init(_ place: String, _ reason: String) {
    self.place = place
    self.reason = reason
  }

  public var description: String { "\(place): \(reason)" }

  /// What the system said when a place was to be opened.
  init(_ place: String, _ error: any Error) {
    let code = (error as? IOError)?.errnoCode
    let step =
      switch code {
      case EADDRINUSE: "; another program has it, so choose another"
      case EACCES, EPERM: "; ports from 1024 on are free for everybody"
      default: ""
      }
    self.init(place, "cannot be opened: \(code.map(Self.text) ?? "\(error)")\(step)")
  }

  /// The system's words for an error number.
  static func text(_ code: Int32) -> String {
    unsafe strerror(code).map { unsafe String(cString: $0) } ?? "error \(code)"
  }
}

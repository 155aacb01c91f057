internal import Glibc

/// Where clients find the daemon.
public enum ControlPlace: Equatable, Sendable {
  /// A socket of our own making, for the owner and the group; the folder exists.
  case path(String)
  /// A listening socket that somebody else has made; taken over.
  case descriptor(Int32)

  /// The first descriptor that a service manager passes.
  private static let firstPassed: Int32 = 3

  /// The sockets that systemd has passed to this process, none if it is not meant.
  ///
  /// The variables are read by whom they are meant for only, and stay as they are: a child has
  /// another process identifier than they say.
  ///
  /// - Parameter environment: gives the value of `LISTEN_PID` and `LISTEN_FDS`.
  /// - Throws: ``ControlServerError`` if a descriptor is no listening unix socket.
  public static func passed(
    _ environment: (String) -> String?
  ) throws(ControlServerError) -> [ControlPlace] {
    guard environment("LISTEN_PID").flatMap({ Int32($0) }) == getpid(),
      let count = environment("LISTEN_FDS").flatMap({ Int32($0) }), count > 0, count < 1000
    else { return [] }
    var places: [ControlPlace] = []
    for descriptor in firstPassed..<firstPassed + count {
      guard ListeningSocket.isListening(descriptor) else {
        throw ControlServerError(
          "descriptor \(descriptor)",
          "the service manager passed it and it is no listening unix socket; "
            + "set ListenStream= to a path")
      }
      // Not for processes that we start.
      _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
      places.append(.descriptor(descriptor))
    }
    return places
  }
}

internal import Control
internal import Glibc
internal import NIOCore

/// Who is at the other end of a unix socket.
enum PeerCredentials {
  /// The kernel's `struct ucred`, which the C library hides from Swift.
  private struct Credentials: Sendable {
    let process: Int32
    let user: UInt32
    let group: UInt32
  }

  /// - Parameter channel: of the loop that we are on.
  static func of(_ channel: any Channel) -> ClientIdentity? {
    guard let provider = channel as? any SocketOptionProvider else { return nil }
    let found: EventLoopFuture<Credentials> = provider.unsafeGetSocketOption(
      level: NIOBSDSocket.OptionLevel(rawValue: SOL_SOCKET),
      name: NIOBSDSocket.Option(rawValue: SO_PEERCRED))
    // On the channel's own loop it is there at once.
    var identity: ClientIdentity?
    found.assumeIsolated().whenSuccess { credentials in
      identity = ClientIdentity(user: credentials.user, process: credentials.process)
    }
    return identity
  }
}

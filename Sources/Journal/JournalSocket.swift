internal import Glibc
internal import Synchronization

/// Where the journal listens. Sending neither waits nor fails: what it does not take is counted.
///
/// Thread: any.
public final class JournalSocket: Sendable {
  /// Where systemd has it.
  public static let systemPath = "/run/systemd/journal/socket"

  private let descriptor: Int32
  private let address: SocketAddress
  private let dropped = Atomic<Int>(0)
  private let untold = Atomic<Int>(0)

  /// - Parameter path: of a socket, or "@" and a name that is in no file system.
  /// - Returns: `nil` when the path cannot be an address or the system has no descriptor.
  public init?(path: String) {
    guard let address = SocketAddress(path) else { return nil }
    let type = Int32(SOCK_DGRAM.rawValue | SOCK_CLOEXEC.rawValue | SOCK_NONBLOCK.rawValue)
    let descriptor = socket(AF_UNIX, type, 0)
    guard descriptor >= 0 else { return nil }
    self.descriptor = descriptor
    self.address = address
  }

  deinit { close(descriptor) }

  /// How many entries the journal did not take, since the start.
  public var droppedCount: Int { dropped.load(ordering: .relaxed) }

  /// Whether somebody listens there now.
  var isReachable: Bool {
    let probe = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
    guard probe >= 0 else { return false }
    defer { close(probe) }
    return unsafe address.withAddress { unsafe connect(probe, $0, $1) == 0 }
  }

  func send(_ entry: JournalEntry) {
    guard !transmit(entry.bytes) else { return }
    dropped.add(1, ordering: .relaxed)
    untold.add(1, ordering: .relaxed)
  }

  /// How many entries were dropped since this was last asked. Who cannot tell it gives it back.
  func takeUntold() -> Int { untold.exchange(0, ordering: .relaxed) }

  /// Sends what tells of dropped entries, which is no further entry of its own.
  func send(_ entry: JournalEntry, telling count: Int) {
    if !transmit(entry.bytes) { untold.add(count, ordering: .relaxed) }
  }

  private func transmit(_ bytes: [UInt8]) -> Bool {
    let flags = Int32(MSG_NOSIGNAL | MSG_DONTWAIT)
    return unsafe address.withAddress { address, length in
      unsafe sendto(descriptor, bytes, bytes.count, flags, address, length) == bytes.count
    }
  }
}

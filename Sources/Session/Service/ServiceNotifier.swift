internal import Glibc

/// Tells the service manager how the service is: the protocol of sd_notify(3).
///
/// Sending neither waits nor fails: nobody listening is as good as somebody. Thread: control.
public struct ServiceNotifier: ~Copyable {
  private let descriptor: Int32
  private var address: sockaddr_un
  private let addressLength: socklen_t
  /// How often the manager wants to hear that all is well, in nanoseconds; `nil` if it does not.
  public func watchdogNanoseconds() -> Int? { watchdogInterval }
  private let watchdogInterval: Int?

  /// - Returns: `nil` when no service manager asks, or its address cannot be one.
  public init?() {
    self.init { name in getenv(name).map { String(cString: $0) } }
  }

  /// - Parameter value: the value of an environment variable.
  init?(_ value: (String) -> String?) {
    guard let path = value("NOTIFY_SOCKET"), let (address, length) = Self.address(path) else {
      return nil
    }
    let descriptor = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
    guard descriptor >= 0 else { return nil }
    self.descriptor = descriptor
    self.address = address
    addressLength = length
    watchdogInterval = Self.watchdog(value)
  }

  deinit { close(descriptor) }

  /// A path, or a name that begins with "@" and is in no file system.
  private static func address(_ path: String) -> (sockaddr_un, socklen_t)? {
    var bytes = Array(path.utf8)
    var address = sockaddr_un()
    let capacity = MemoryLayout.size(ofValue: address.sun_path)
    guard bytes.first == UInt8(ascii: "/") || bytes.first == UInt8(ascii: "@"),
      bytes.count > 1, bytes.count < capacity
    else { return nil }
    if bytes[0] == UInt8(ascii: "@") { bytes[0] = 0 }
    address.sun_family = sa_family_t(AF_UNIX)
    withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: bytes) }
    let offset = MemoryLayout<sockaddr_un>.offset(of: \.sun_path) ?? 2
    return (address, socklen_t(offset + bytes.count))
  }

  /// The interval that is meant for this process.
  private static func watchdog(_ value: (String) -> String?) -> Int? {
    guard let text = value("WATCHDOG_USEC"), let microseconds = Int(text),
      microseconds > 0, microseconds < Int.max / 1000
    else { return nil }
    if let owner = value("WATCHDOG_PID"), Int32(owner) != getpid() { return nil }
    return microseconds * 1000
  }

  /// The service has started: it plays, or waits for its devices.
  public func tellReady() { send("READY=1") }

  /// The configuration is being loaded again; ``tellReady()`` follows.
  ///
  /// - Parameter now: nanoseconds of the monotonic clock, without which newer managers wait for ever.
  public func tellReloading(now: Int) { send("RELOADING=1\nMONOTONIC_USEC=\(now / 1000)") }

  /// One line of what it is doing.
  public func tell(status: String) {
    send("STATUS=" + status.split(separator: "\n").joined(separator: " "))
  }

  /// All is well.
  public func tellAlive() { send("WATCHDOG=1") }

  /// It is on its way out.
  public func tellStopping() { send("STOPPING=1") }

  private func send(_ text: String) {
    var address = address
    let bytes = Array(text.utf8)
    _ = withUnsafePointer(to: &address) { place in
      place.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
        sendto(
          descriptor, bytes, bytes.count, Int32(MSG_NOSIGNAL | MSG_DONTWAIT),
          address, addressLength)
      }
    }
  }
}

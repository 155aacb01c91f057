import Control
import Glibc
import JSON

/// The client's end of a connection to a server under test, blocking.
final class LineClient {
  struct Failure: Error { let code: Int32 }

  private(set) var descriptor: Int32
  private var framer = LineFramer(limitBytes: 1 << 20)

  /// Connects to a unix socket.
  convenience init(_ path: String) throws {
    self.init(AF_UNIX)
    try connect(path)
  }

  /// Connects to a port of this machine.
  convenience init(port: Int) throws {
    self.init(AF_INET)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = in_port_t(port).bigEndian
    address.sin_addr.s_addr = inet_addr("127.0.0.1")
    try connect(&address)
  }

  /// Not connected yet.
  init(_ family: Int32) {
    descriptor = socket(family, Int32(SOCK_STREAM.rawValue), 0)
    // A test that waits in vain fails, instead of hanging.
    var limit = timeval(tv_sec: 20, tv_usec: 0)
    let bytes = socklen_t(MemoryLayout<timeval>.size)
    setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &limit, bytes)
    setsockopt(descriptor, SOL_SOCKET, SO_SNDTIMEO, &limit, bytes)
  }

  func connect(_ path: String) throws {
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: Array(path.utf8)) }
    try connect(&address)
  }

  private func connect<Address>(_ address: inout Address) throws {
    let result = withUnsafePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        Glibc.connect(descriptor, $0, socklen_t(MemoryLayout<Address>.size))
      }
    }
    guard result != 0 else { return }
    let code = errno
    close()
    throw Failure(code: code)
  }

  deinit { close() }

  func close() {
    if descriptor >= 0 { Glibc.close(descriptor) }
    descriptor = -1
  }

  /// - Returns: how many bytes the server took before it hung up.
  @discardableResult
  func send(_ bytes: [UInt8]) -> Int {
    var sent = 0
    while sent < bytes.count {
      let count = bytes[sent...].withUnsafeBytes {
        Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
      }
      guard count > 0 else { break }
      sent += count
    }
    return sent
  }

  func send(_ line: String) { send(Array((line + "\n").utf8)) }

  /// Tells the server that no more is sent.
  func finish() { shutdown(descriptor, Int32(SHUT_WR)) }

  /// The next line; `nil` once the server has hung up.
  func line() throws -> String? {
    while true {
      if let line = try framer.next() { return String(decoding: line, as: UTF8.self) }
      var bytes = [UInt8](repeating: 0, count: 16384)
      let count = recv(descriptor, &bytes, bytes.count, 0)
      guard count >= 0 || errno != EAGAIN else { throw Failure(code: EAGAIN) }
      guard count > 0 else { return nil }
      framer.append(bytes.prefix(count))
    }
  }

  /// All that comes until the server hangs up.
  func rest() -> String {
    var all: [UInt8] = []
    var bytes = [UInt8](repeating: 0, count: 16384)
    while true {
      let count = recv(descriptor, &bytes, bytes.count, 0)
      guard count > 0 else { return String(decoding: all, as: UTF8.self) }
      all += bytes.prefix(count)
    }
  }

  func json() throws -> JSONValue? { try line().map { try JSONValue(parsing: $0) } }

  /// The word of the refusal that comes next.
  func refusal() throws -> String? { try json()?["error"]?["code"]?.text }

  func ask(_ line: String) throws -> JSONValue? {
    send(line)
    return try json()
  }
}

import Glibc
import JSON

/// A client of the daemon's socket: one line out, one line in.
final class ControlConnection {
  private let descriptor: Int32
  private var received: [UInt8] = []

  /// Waits until somebody listens at the path.
  init(_ path: String) throws {
    for _ in 0..<4000 {
      if let descriptor = Self.connect(path) {
        self.descriptor = descriptor
        return
      }
      usleep(5000)
    }
    throw ProgramFailure.timeout(errors: "Nobody listens at \(path).")
  }

  deinit { close(descriptor) }

  static func connect(_ path: String) -> Int32? {
    let descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    withUnsafeMutableBytes(of: &address.sun_path) {
      $0.copyBytes(from: Array(path.utf8).prefix(107))
    }
    let result = withUnsafePointer(to: &address) { place in
      place.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        Glibc.connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
      }
    }
    if result == 0 { return descriptor }
    close(descriptor)
    return nil
  }

  /// Sends a request and waits for its answer.
  @discardableResult
  func ask(_ request: JSONValue) throws -> JSONValue {
    try send(request)
    while true {
      let reply = try receive()
      if reply["ok"] != nil { return reply }
    }
  }

  /// A figure among the metrics, by its name without the daemon's and with its labels; `nil` where there
  /// is none.
  func figure(_ name: String) throws -> Double? {
    let text = try ask(["command": "metrics"])["text"]?.text ?? ""
    let line = text.split(separator: "\n").first { $0.hasPrefix("convolved_\(name) ") }
    return line?.split(separator: " ").last.flatMap { Double($0) }
  }

  /// How often what a code of the log stands for has happened.
  func happened(_ code: String) throws -> Int? {
    try figure("messages_total{code=\"\(code)\"}").map { Int($0) }
  }

  func send(_ request: JSONValue) throws {
    let line = Array("\(request)\n".utf8)
    guard write(descriptor, line, line.count) == line.count else {
      throw ProgramFailure.system("write", errno)
    }
  }

  /// The next line.
  func receive() throws -> JSONValue {
    while true {
      if let end = received.firstIndex(of: UInt8(ascii: "\n")) {
        let line = Array(received[..<end])
        received.removeSubrange(...end)
        return try JSONValue(parsing: line)
      }
      var buffer = [UInt8](repeating: 0, count: 65_536)
      let count = read(descriptor, &buffer, buffer.count)
      guard count > 0 else { throw ProgramFailure.system("read", errno) }
      received += buffer.prefix(count)
    }
  }
}

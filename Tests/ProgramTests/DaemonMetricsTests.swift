import Glibc
import JSON
import Testing

extension DaemonTests {
  /// Figures by HTTP, and the control socket beside them.
  @Suite struct MetricsTests {
    @Test func `a metrics port that is taken does not take the control socket along`() throws {
      let taken = try LoopbackSocket()
      let bench = try ControlBench.make()
      bench.topKeys = "metrics: 127.0.0.1:\(taken.port)\n"
      let daemon = try bench.startListening()
      let control = try bench.connect()
      try daemon.awaitLine("another program has it, so choose another")
      try bench.awaitLevel(0.25)
      #expect(try control.ask(["command": "status"])["phase"] == "playing")
      let figures = try control.ask(["command": "metrics"])["text"]?.text ?? ""
      #expect(figures.contains("convolved_generation 1\n"))
      #expect(try control.ask(["command": "mute", "to": true])["muted"] == true)
      try bench.awaitLevel(0)
      daemon.send(SIGTERM)
      let result = try daemon.result()
      #expect(result.ending == .exited(0), "\(result.errors)")
      #expect(result.errors.contains("listening for \"convolve ctl\""))
      #expect(!result.errors.contains("metrics at http"))
    }

    @Test func `metrics are served without a control socket, and renewed`() throws {
      let bench = try ControlBench.make()
      let port = try LoopbackSocket().port
      bench.topKeys = "metrics: 127.0.0.1:\(port)\n"
      let daemon = try bench.start(["--socket", "none"])
      try daemon.awaitLine("metrics at http://127.0.0.1:\(port)/metrics")
      var blocks: [Int] = []
      for _ in 0..<400 where blocks.count < 3 {
        let answer = try LoopbackSocket.get("/metrics", port: port)
        let count = Self.number("convolved_events_total{event=\"blocks\"} ", in: answer)
        if let count, count > (blocks.last ?? 0) {
          #expect(answer.hasPrefix("HTTP/1.1 200 OK\r\n"))
          blocks.append(count)
        }
        usleep(20_000)
      }
      #expect(blocks.count == 3)
      daemon.send(SIGTERM)
      let result = try daemon.result()
      #expect(result.ending == .exited(0), "\(result.errors)")
      #expect(result.errors.contains("no socket for \"convolve ctl\""))
    }

    private static func number(_ name: String, in text: String) -> Int? {
      guard let range = text.firstRange(of: name) else { return nil }
      return Int(text[range.upperBound...].prefix { $0.isNumber })
    }
  }
}

/// A TCP socket that has a port of this machine.
private final class LoopbackSocket {
  private let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
  private(set) var port: UInt16 = 0

  /// Has a port that was free, and listens.
  init() throws {
    var address = Self.address(port: 0)
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let code = withUnsafeMutablePointer(to: &address) { place in
      place.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
        bind(descriptor, address, length) | listen(descriptor, 1)
          | getsockname(descriptor, address, &length)
      }
    }
    guard code == 0 else { throw ProgramFailure.system("bind", errno) }
    port = UInt16(bigEndian: address.sin_port)
  }

  deinit { close(descriptor) }

  private static func address(port: UInt16) -> sockaddr_in {
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
    address.sin_port = port.bigEndian
    return address
  }

  /// The answer to a request by HTTP; empty while nobody listens.
  static func get(_ path: String, port: UInt16) throws -> String {
    let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
    defer { close(descriptor) }
    var address = address(port: port)
    let code = withUnsafePointer(to: &address) { place in
      place.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
      }
    }
    guard code == 0 else { return "" }
    let request = Array(
      "GET \(path) HTTP/1.1\r\nHost: 127.0.0.1:\(port)\r\nConnection: close\r\n\r\n".utf8)
    guard write(descriptor, request, request.count) == request.count else { return "" }
    var answer: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 65_536)
    while true {
      let count = read(descriptor, &buffer, buffer.count)
      if count <= 0 { return String(decoding: answer, as: UTF8.self) }
      answer += buffer.prefix(count)
    }
  }
}

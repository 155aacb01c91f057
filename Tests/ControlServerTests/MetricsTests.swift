import Control
import ControlServer
import Glibc
import JSON
import Testing

/// Figures by HTTP, from this machine only.
@Suite struct MetricsTests {
  private let port: Int
  private let bench: ServerBench

  init() throws {
    let port = try Self.freePort()
    var limits = ControlLimits()
    limits.requestNanoseconds = 300_000_000
    self.port = port
    bench = try ServerBench(limits, metrics: MetricsPort(port: port) { "up 1\n" })
  }

  private static func freePort() throws -> Int {
    let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    defer { close(descriptor) }
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    var bytes = socklen_t(MemoryLayout<sockaddr_in>.size)
    let result = withUnsafeMutablePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        bind(descriptor, $0, bytes) + getsockname(descriptor, $0, &bytes)
      }
    }
    try #require(result == 0)
    return Int(in_port_t(bigEndian: address.sin_port))
  }

  private func answer(_ request: String) throws -> String {
    let client = try LineClient(port: port)
    client.send(Array(request.utf8))
    return client.rest()
  }

  private func head(_ first: String, host: String? = nil, more: String = "") -> String {
    "\(first)\r\nHost: \(host ?? "127.0.0.1:\(port)")\r\n\(more)\r\n"
  }

  @Test func `the figures are given as text of Prometheus`() throws {
    let answer = try answer(head("GET /metrics HTTP/1.1"))
    #expect(answer.hasPrefix("HTTP/1.1 200 OK\r\n") && answer.hasSuffix("\r\n\r\nup 1\n"))
    #expect(answer.contains("Content-Type: text/plain; version=0.0.4; charset=utf-8\r\n"))
    #expect(answer.contains("Connection: close\r\n") && answer.contains("Content-Length: 5\r\n"))
    let byName = try self.answer(head("GET /metrics HTTP/1.1", host: "LocalHost:\(port)"))
    #expect(byName.hasPrefix("HTTP/1.1 200 OK\r\n"))
  }

  @Test func `HEAD gives the head alone`() throws {
    let answer = try answer(head("HEAD /metrics HTTP/1.1"))
    #expect(answer.hasPrefix("HTTP/1.1 200 OK\r\n") && answer.hasSuffix("\r\n\r\n"))
  }

  @Test(arguments: [
    ("GET / HTTP/1.1", 404), ("GET /metrics?x HTTP/1.1", 404), ("POST /metrics HTTP/1.1", 405),
    ("nonsense", 400), ("GET /metrics HTTP/9.9", 400),
  ])
  func `anything else is refused`(first: String, status: Int) throws {
    let answer = try answer(head(first))
    #expect(answer.hasPrefix("HTTP/1.1 \(status) "), "\(answer.prefix(60))")
  }

  @Test func `a page with a name of its own that points here gets nothing`() throws {
    for host in ["evil.example:\(port)", "127.0.0.1", "", "127.0.0.1:\(port).evil.example"] {
      let answer = try answer(head("GET /metrics HTTP/1.1", host: host))
      #expect(answer.hasPrefix("HTTP/1.1 403 ") && !answer.contains("up 1"), "\(host)")
    }
    #expect(try answer("GET /metrics HTTP/1.0\r\n\r\n").hasPrefix("HTTP/1.1 403 "))
  }

  @Test func `a head beyond 8 KiB is refused`() throws {
    let long = String(repeating: "x", count: 9000)
    #expect(
      try answer(head("GET /metrics HTTP/1.1", more: "X: \(long)\r\n")).hasPrefix("HTTP/1.1 431 "))
    let many = (0..<3000).map { "X\($0): 1\r\n" }.joined()
    #expect(
      try answer(head("GET /metrics HTTP/1.1", more: many)).hasPrefix("HTTP/1.1 431 "))
    #expect(try answer(head("GET /\(long) HTTP/1.1")).hasPrefix("HTTP/1.1 431 "))
  }

  @Test func `half a request is closed after a while, and few can wait`() throws {
    let waiting = try (0..<8).map { _ in try LineClient(port: port) }
    for client in waiting { client.send(Array("GET /met".utf8)) }
    #expect(try LineClient(port: port).rest() == "")
    for client in waiting { #expect(client.rest() == "") }
    #expect(try answer(head("GET /metrics HTTP/1.1")).hasPrefix("HTTP/1.1 200 OK"))
  }

  @Test func `a port that is taken is told`() throws {
    do throws(ControlServerError) {
      let metrics = MetricsPort(port: port) { "" }
      try ControlServer([], metrics: metrics) { _, _, answer in answer(.success([:])) }.stop()
      Issue.record("It was opened twice.")
    } catch {
      #expect(
        error.description == """
          127.0.0.1:\(port): cannot be opened: Address already in use; another program has it, so \
          choose another
          """)
    }
  }
}

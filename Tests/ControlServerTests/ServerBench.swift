import Control
import ControlServer
import Glibc
import JSON
import Synchronization
import Testing
import TestSupport

/// A server on a socket in a folder of its own, whose handler the test can hold back.
final class ServerBench: Sendable {
  private let folder: TemporaryFolder
  let path: String
  let server: ControlServer
  let handled = Requests()

  /// What reached the handler.
  final class Requests: Sendable {
    struct Entry {
      let request: ControlRequest
      let identity: ClientIdentity
      let answer: ControlServer.Answer
    }

    private let entries = Mutex<[Entry]>([])

    var all: [Entry] { entries.withLock { $0 } }

    func add(_ entry: Entry) { entries.withLock { $0.append(entry) } }
  }

  /// Whether the handler answers by itself.
  enum Answering { case atOnce, byTest }

  init(
    _ limits: ControlLimits = ControlLimits(), answering: Answering = .atOnce,
    metrics: MetricsPort? = nil
  ) throws {
    folder = try TemporaryFolder()
    path = folder.path("test.sock")
    let handled = handled
    server = try ControlServer([.path(path)], limits: limits, metrics: metrics) {
      request, identity, answer in
      if answering == .byTest {
        handled.add(.init(request: request, identity: identity, answer: answer))
      } else {
        answer(.success(["command": .string(request.command.name.rawValue)]))
      }
    }
  }

  deinit { server.stop() }

  func client() throws -> LineClient { try LineClient(path) }

  /// Waits until something is so; the test fails if it never is.
  func wait(
    _ sourceLocation: SourceLocation = #_sourceLocation, until condition: () -> Bool
  ) {
    for _ in 0..<20_000 {
      if condition() { return }
      usleep(1000)
    }
    Issue.record("It never came to it: \(server.counts)", sourceLocation: sourceLocation)
  }
}

extension ControlLimits {
  /// Times that a test can wait for.
  static var impatient: ControlLimits {
    var limits = ControlLimits()
    limits.requestNanoseconds = 100_000_000
    limits.stallNanoseconds = 100_000_000
    return limits
  }
}

/// Files and sockets that the process has open.
func openDescriptors() -> Int { (0..<1024).count { fcntl($0, F_GETFD) >= 0 } }

/// Kilobytes of memory that the process has.
func residentKilobytes() -> Int {
  guard let file = fopen("/proc/self/statm", "r") else { return 0 }
  defer { fclose(file) }
  var bytes = [UInt8](repeating: 0, count: 256)
  let count = fread(&bytes, 1, bytes.count, file)
  let pages = String(decoding: bytes.prefix(count), as: UTF8.self).split(separator: " ")
  return (pages.count > 1 ? Int(pages[1]) ?? 0 : 0) * sysconf(Int32(_SC_PAGESIZE)) / 1024
}

import Glibc
import Logging
import Testing

@testable import Journal

struct LogDestinationTests {
  /// Two ends of a stream, and how `JOURNAL_STREAM` would name the one that is written to.
  private func pipe() throws -> (read: Int32, write: Int32, name: String) {
    var ends: [Int32] = [0, 0]
    let type = Int32(SOCK_STREAM.rawValue | SOCK_NONBLOCK.rawValue)
    try #require(socketpair(AF_UNIX, type, 0, &ends) == 0)
    var status = stat()
    try #require(fstat(ends[1], &status) == 0)
    return (ends[0], ends[1], "\(status.st_dev):\(status.st_ino)")
  }

  private func kind(
    _ variables: [String: String], _ descriptor: Int32, _ path: String
  ) -> String {
    let destination = LogDestination.find(
      environment: { variables[$0] }, standardError: descriptor, socketPath: path)
    return switch destination {
    case .journal: "journal"
    case .standardError(.none): "plain"
    case .standardError(.priority): "with priorities"
    }
  }

  @Test func `the journal is written to when standard error ends there`() throws {
    let journal = try #require(FakeJournal())
    let (read, write, name) = try pipe()
    defer { close(read); close(write) }
    #expect(kind(["JOURNAL_STREAM": name], write, journal.path) == "journal")
    #expect(kind(["JOURNAL_STREAM": "1:2"], write, journal.path) == "plain")
    #expect(kind([:], write, journal.path) == "plain")
  }

  @Test func `without a journal to be reached, lines have priorities`() throws {
    let (read, write, name) = try pipe()
    defer { close(read); close(write) }
    #expect(kind(["JOURNAL_STREAM": name], write, "/nonexistent/socket") == "with priorities")
    #expect(kind(["JOURNAL_STREAM": name], write, "relative") == "with priorities")
  }

  @Test func `lines have priorities for whoever collects a service's, and nobody else`() throws {
    let (read, write, _) = try pipe()
    defer { close(read); close(write) }
    let file = open("/dev/zero", O_RDONLY)
    let regular = open("/proc/self/exe", O_RDONLY)
    defer { close(file); close(regular) }
    let own = ["SYSTEMD_EXEC_PID": "\(getpid())"]
    #expect(kind(own, write, "/nonexistent") == "with priorities")
    #expect(kind(own, file, "/nonexistent") == "with priorities")
    #expect(kind(own, regular, "/nonexistent") == "plain")
    #expect(kind(["SYSTEMD_EXEC_PID": "1"], write, "/nonexistent") == "plain")
    #expect(kind(own, -1, "/nonexistent") == "plain")
  }

  @Test func `a plain line is the program's name and the sentence`() throws {
    let (read, write, _) = try pipe()
    defer { close(read); close(write) }
    let text = { (prefix: PlainLogHandler.Prefix) -> String in
      let logger = Logger(label: "test") { _ in
        PlainLogHandler(descriptor: write, identifier: "convolved", prefix: prefix)
      }
      logger.record(.starved, "too late\nby far", metadata: ["device": "hw:0"])
      logger.debug("not told")
      var bytes = [UInt8](repeating: 0, count: 1000)
      let count = Glibc.read(read, &bytes, bytes.count)
      return String(decoding: bytes[..<max(count, 0)], as: UTF8.self)
    }
    #expect(text(.none) == "convolved: too late\nconvolved: by far\n")
    #expect(text(.priority) == "<4>convolved: too late\n<4>convolved: by far\n")
  }

  @Test func `a line that cannot be written is lost, and nothing else happens`() throws {
    let (read, write, _) = try pipe()
    defer { close(read); close(write) }
    let logger = Logger(label: "test") { _ in
      PlainLogHandler(descriptor: write, identifier: "convolved")
    }
    for _ in 0..<10_000 { logger.info("a line that fills what is between") }
    var bytes = [UInt8](repeating: 0, count: 40)
    #expect(Glibc.read(read, &bytes, bytes.count) == 40)
  }
}

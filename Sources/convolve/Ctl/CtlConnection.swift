internal import ArgumentParser
internal import Control
internal import Glibc
internal import JSON
internal import Session

/// A connection to a daemon: one command at a time, and the events in between.
final class CtlConnection {
  private let path: String
  let descriptor: Int32
  private var framer = LineFramer(limitBytes: 1 << 20)
  /// Came while an answer was awaited.
  private var events: [JSONValue] = []

  /// Long enough for a daemon that is being started by this very connection, or builds a chain.
  private static let patienceMilliseconds = 60_000

  /// - Throws: the exit status, after the reason was said.
  init(path: String) throws(ExitCode) {
    self.path = path
    descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
    guard descriptor >= 0, Self.connect(descriptor, path) else {
      throw Self.refusal(path, errno)
    }
  }

  deinit { if descriptor >= 0 { close(descriptor) } }

  /// Has a command carried out, and waits for that.
  ///
  /// - Throws: the exit status, after the reason was said.
  func ask(
    _ command: ControlCommand, rise: ControlRequest.Rise = .limited
  ) throws(ExitCode) -> CtlReply {
    try send(ControlRequest(command, rise: rise).json.description + "\n")
    while true {
      guard let json = try next(milliseconds: Self.patienceMilliseconds) else {
        throw failure(
          "\(path): the daemon has not answered for \(Self.patienceMilliseconds / 1000) s; "
            + "try again, and look at its log", .tryAgain)
      }
      guard let reply = ControlReply(json) else {
        events.append(json)
        continue
      }
      if case .failure(let refusal) = reply.result {
        throw failure(refusal.message.printable, ExitStatus(refusal.code))
      }
      return CtlReply(json: json)
    }
  }

  /// The next event that came or comes within the time, if one does.
  ///
  /// - Throws: the exit status, after the reason was said: the daemon has ended.
  func event(milliseconds: Int) throws(ExitCode) -> JSONValue? {
    events.isEmpty ? try next(milliseconds: milliseconds) : events.removeFirst()
  }

  /// Forgets the events that came before the last answer: it tells the same.
  func forgetEvents() { events = [] }

  // MARK: - Lines

  private func next(milliseconds: Int) throws(ExitCode) -> JSONValue? {
    while true {
      if let line = try line() { return try parsed(line) }
      guard isReadable(milliseconds: milliseconds) else { return nil }
      var bytes = [UInt8](repeating: 0, count: 16 * 1024)
      let count = unsafe recv(descriptor, &bytes, bytes.count, 0)
      if count < 0 && errno == EINTR { continue }
      guard count > 0 else {
        throw failure("\(path): the daemon has closed the connection; it may have ended", .noDevice)
      }
      framer.append(bytes.prefix(count))
    }
  }

  private func line() throws(ExitCode) -> [UInt8]? {
    do throws(LineFramer.Overflow) { return try framer.next() } catch {
      throw failure(
        "\(path): a line of more than \(error.limitBytes) bytes came; no daemon of ours sends that",
        .internal)
    }
  }

  private func parsed(_ line: [UInt8]) throws(ExitCode) -> JSONValue {
    do throws(JSONError) { return try JSONValue(parsing: line) } catch {
      throw failure("\(path): what answers there is no daemon of ours: \(error)", .internal)
    }
  }

  private func isReadable(milliseconds: Int) -> Bool {
    var wanted = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
    return unsafe poll(&wanted, 1, Int32(milliseconds)) > 0
  }

  private func send(_ text: String) throws(ExitCode) {
    var rest = Array(text.utf8)[...]
    while !rest.isEmpty {
      let count = unsafe rest.withUnsafeBytes { bytes in
        unsafe Glibc.send(descriptor, bytes.baseAddress, bytes.count, Int32(MSG_NOSIGNAL))
      }
      // What the daemon has said before it hung up is read first.
      guard count > 0 || errno == EINTR else { return }
      rest = rest.dropFirst(max(0, count))
    }
  }

  // MARK: - Connecting

  private static func connect(_ descriptor: Int32, _ path: String) -> Bool {
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    let bytes = Array(path.utf8)
    guard bytes.count < MemoryLayout.size(ofValue: address.sun_path) else {
      errno = ENAMETOOLONG
      return false
    }
    unsafe withUnsafeMutableBytes(of: &address.sun_path) { unsafe $0.copyBytes(from: bytes) }
    let result = unsafe withUnsafePointer(to: address) { pointer in
      unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        unsafe Glibc.connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
      }
    }
    return result == 0
  }

  private static func refusal(_ path: String, _ code: Int32) -> ExitCode {
    switch code {
    case ENOENT, ENOTDIR:
      failure("\(path): no daemon there; start it, or name another with --socket", .noDevice)
    case ECONNREFUSED:
      failure(
        "\(path): nobody listens there; the daemon has died, start it again", .noDevice)
    case EACCES, EPERM:
      failure(
        "\(path): this user may not connect; join the group of the socket, most likely audio",
        .notPermitted)
    default:
      failure(
        "\(path): \(unsafe strerror(code).map { unsafe String(cString: $0) } ?? "error \(code)")",
        .noDevice)
    }
  }
}

import Control
import ControlServer
import Glibc
import JSON
import Testing
import TestSupport

/// Where the socket stands, and whose it is.
@Suite struct PlaceTests {
  private func refusal(_ place: ControlPlace) -> String? {
    do throws(ControlServerError) {
      try ControlServer([place]) { _, _, answer in answer(.success([:])) }.stop()
      return nil
    } catch {
      return error.description
    }
  }

  private func mode(_ path: String) -> mode_t? {
    var found = stat()
    return lstat(path, &found) == 0 ? found.st_mode : nil
  }

  @Test func `the socket is for owner and group, whatever the mask, and goes with the server`()
    throws
  {
    let folder = try TemporaryFolder()
    let path = folder.path("test.sock")
    let server = try ControlServer([.path(path)]) { _, _, answer in answer(.success([:])) }
    #expect(mode(path) == S_IFSOCK | 0o660)
    server.stop()
    #expect(mode(path) == nil)
  }

  @Test func `the socket of a daemon that died is replaced`() throws {
    let folder = try TemporaryFolder()
    let path = folder.path("test.sock")
    // Bound and closed, as after a kill.
    let dead = try ControlServer([.path(path)]) { _, _, answer in answer(.success([:])) }
    try #require(rename(path, path + ".kept") == 0)
    dead.stop()
    try #require(rename(path + ".kept", path) == 0)
    #expect(throws: LineClient.Failure.self) { try LineClient(path) }
    let server = try ControlServer([.path(path)]) { _, _, answer in answer(.success([:])) }
    #expect(try LineClient(path).ask(#"{"command":"status"}"#)?["ok"] == true)
    server.stop()
  }

  @Test func `a daemon that lives keeps its socket`() throws {
    let bench = try ServerBench()
    #expect(
      refusal(.path(bench.path)) == """
        \(bench.path): a daemon listens there already; stop it, or choose another path with --socket
        """)
    #expect(try bench.client().ask(#"{"command":"status"}"#)?["ok"] == true)
  }

  @Test func `a socket that another daemon has made since is left alone`() throws {
    let bench = try ServerBench()
    unlink(bench.path)
    let next = try ControlServer([.path(bench.path)]) { _, _, answer in answer(.success([:])) }
    bench.server.stop()
    #expect(try LineClient(bench.path).ask(#"{"command":"status"}"#)?["ok"] == true)
    next.stop()
  }

  @Test func `what is no socket is not removed`() throws {
    let folder = try TemporaryFolder()
    let path = folder.path("notes")
    close(open(path, O_CREAT | O_WRONLY, 0o600))
    #expect(
      refusal(.path(path)) == """
        \(path): there is a file that is no socket; remove it or choose another path with --socket
        """)
    #expect(mode(path) == S_IFREG | 0o600)
  }

  @Test func `a place that cannot be is refused with the reason and the next step`() {
    #expect(
      refusal(.path("/nowhere/x.sock")) == """
        /nowhere/x.sock: the socket cannot be made: No such file or directory; make the folder, or \
        choose another path with --socket
        """)
    let long = "/tmp/" + String(repeating: "x", count: 103)
    #expect(
      refusal(.path(long))
        == "\(long): the path of a socket has 1 to 107 bytes, and this one has 108")
  }

  @Test func `a socket that was passed is used, and stays when the server ends`() throws {
    let folder = try TemporaryFolder()
    let path = folder.path("passed.sock")
    let listening = try Listening(path)
    let places: [ControlPlace] = [.descriptor(dup(listening.descriptor))]
    let first = try ControlServer(places) { _, _, answer in answer(.success(["n": 1])) }
    #expect(try LineClient(path).ask(#"{"command":"status"}"#)?["n"] == 1)
    first.stop()
    // Between two daemons clients wait instead of failing.
    let waiting = try LineClient(path)
    let second = try ControlServer([.descriptor(dup(listening.descriptor))]) { _, _, answer in
      answer(.success(["n": 2]))
    }
    #expect(try waiting.ask(#"{"command":"status"}"#)?["n"] == 2)
    second.stop()
  }

  @Test func `only what systemd passed to this process is taken`() async throws {
    let variables = { (process: Int32, count: String) in
      ["LISTEN_PID": String(process), "LISTEN_FDS": count]
    }
    let none = try ControlPlace.passed { _ in nil }
    let others = try ControlPlace.passed { variables(getpid() + 1, "1")[$0] }
    let wrong = try ControlPlace.passed { variables(getpid(), "many")[$0] }
    #expect(none.isEmpty && others.isEmpty && wrong.isEmpty)
    await #expect(processExitsWith: .success) {
      let folder = try TemporaryFolder()
      let listening = try Listening(folder.path("passed.sock"))
      dup2(listening.descriptor, 3)
      let places = try ControlPlace.passed {
        ["LISTEN_PID": String(getpid()), "LISTEN_FDS": "1"][$0]
      }
      #expect(places == [.descriptor(3)] && fcntl(3, F_GETFD) == FD_CLOEXEC)
      close(open("/dev/null", O_RDONLY))
      dup2(open("/dev/null", O_RDONLY), 3)
      #expect(throws: ControlServerError.self) {
        try ControlPlace.passed { ["LISTEN_PID": String(getpid()), "LISTEN_FDS": "1"][$0] }
      }
    }
  }
}

/// A listening socket as a service manager makes it.
private struct Listening {
  let descriptor: Int32

  init(_ path: String) throws {
    descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: Array(path.utf8)) }
    let result = withUnsafePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
      }
    }
    try #require(result == 0 && listen(descriptor, 16) == 0)
  }
}

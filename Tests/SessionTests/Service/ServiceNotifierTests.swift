import Glibc
import Testing

@testable import Session

/// What the service manager hears.
@Suite struct ServiceNotifierTests {
  /// A socket that a service manager would have, by a path or by a name in no file system.
  private struct Manager: ~Copyable {
    let descriptor = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue), 0)
    let name: String

    init(isAbstract: Bool) throws {
      name =
        (isAbstract ? "@" : "/tmp/")
        + "convolved-notify-\(getpid())-\(UInt32.random(in: 0...9999999))"
      var address = sockaddr_un()
      address.sun_family = sa_family_t(AF_UNIX)
      var bytes = Array(name.utf8)
      if isAbstract { bytes[0] = 0 }
      withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: bytes) }
      let length = socklen_t(2 + bytes.count)
      let code = withUnsafePointer(to: &address) {
        $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { bind(descriptor, $0, length) }
      }
      try #require(code == 0)
    }

    deinit {
      close(descriptor)
      if name.hasPrefix("/") { unlink(name) }
    }

    func next() -> String? {
      var bytes = [UInt8](repeating: 0, count: 256)
      let count = recv(descriptor, &bytes, bytes.count, Int32(MSG_DONTWAIT))
      return count < 0 ? nil : String(decoding: bytes[..<count], as: UTF8.self)
    }
  }

  @Test(
    "F7: the manager hears everything, at a path and at an abstract name", arguments: [false, true])
  func heard(isAbstract: Bool) throws {
    let manager = try Manager(isAbstract: isAbstract)
    let name = manager.name
    let made = ServiceNotifier { ["NOTIFY_SOCKET": name, "WATCHDOG_USEC": "3000000"][$0] }
    guard let notifier = made else {
      Issue.record("no notifier")
      return
    }
    #expect(notifier.watchdogNanoseconds() == 3_000_000_000)
    notifier.tellReady()
    notifier.tell(status: "two\nlines")
    notifier.tellAlive()
    notifier.tellStopping()
    let said = [manager.next(), manager.next(), manager.next(), manager.next(), manager.next()]
    #expect(said == ["READY=1", "STATUS=two lines", "WATCHDOG=1", "STOPPING=1", nil])
  }

  @Test(
    "F7: an address that is none is no manager",
    arguments: [nil, "", "@", "relative", String(repeating: "/x", count: 60)])
  func nobody(path: String?) {
    let notifier = ServiceNotifier { $0 == "NOTIFY_SOCKET" ? path : nil }
    if notifier != nil { Issue.record("\(path ?? "nothing") is taken for a manager") }
  }

  @Test func `F7: a manager that is gone changes nothing`() {
    let notifier = ServiceNotifier { $0 == "NOTIFY_SOCKET" ? "/tmp/nobody-listens-here" : nil }
    notifier?.tellReady()
    notifier?.tellAlive()
  }

  @Test func `F7: a manager that reads nothing holds nobody up`() throws {
    let manager = try Manager(isAbstract: true)
    let name = manager.name
    let made = ServiceNotifier { $0 == "NOTIFY_SOCKET" ? name : nil }
    guard let notifier = made else {
      Issue.record("no notifier")
      return
    }
    // The kernel queues so many datagrams for a socket as net.unix.max_dgram_qlen says.
    for _ in 0..<100_000 { notifier.tellAlive() }
    var queued = 0
    while manager.next() != nil { queued += 1 }
    #expect((1..<100_000).contains(queued))
    notifier.tellStopping()
    #expect(manager.next() == "STOPPING=1")
  }

  @Test(
    "F7: a watchdog of another process, or of no time, is none",
    arguments: [
      ["WATCHDOG_PID": "1", "WATCHDOG_USEC": "1000"], ["WATCHDOG_USEC": "0"],
      ["WATCHDOG_USEC": "soon"], ["WATCHDOG_USEC": "-5"], [:],
    ])
  func noWatchdog(environment: [String: String]) {
    let notifier = ServiceNotifier { $0 == "NOTIFY_SOCKET" ? "@somewhere" : environment[$0] }
    let interval = notifier?.watchdogNanoseconds() ?? nil
    #expect(interval == nil)
  }
}

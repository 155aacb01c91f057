import Glibc
import TestSupport
import Testing

extension DaemonTests {
  /// What the service manager's watchdog is told.
  @Suite struct WatchdogTests {
    @Test(
      "F3: an audio thread that hangs in a driver is told, and the watchdog is not fed any more",
      arguments: ["capture", "playback"])
    func hang(side: String) throws {
      let bench = try DaemonBench()
      bench.useRealTime()
      if side == "capture" {
        bench.capture.fault = "hang@48000"
      } else {
        bench.playback.fault = "hang@48000"
      }
      let manager = try Manager(bench.folder.path("notify"))
      let daemon = try bench.start(
        bench.listening,
        environment: ["NOTIFY_SOCKET": manager.path, "WATCHDOG_USEC": "600000"])
      let control = try bench.connect()
      try daemon.awaitLine("an audio thread does not move")
      let before = manager.take()
      #expect(before.contains("READY=1"))
      #expect(before.contains("WATCHDOG=1"))
      // Three times as long as it has.
      usleep(1_800_000)
      #expect(!manager.take().contains("WATCHDOG=1"))
      #expect(try control.happened("watchdog_withheld") ?? 0 > 1)
      // What the manager does then.
      daemon.send(SIGABRT)
      #expect(try daemon.result().ending == .killed(signal: SIGABRT))
      // It had played until then.
      #expect(try bench.heard()[0].count > 24_000)
    }

    @Test(
      "F7: a manager that is not there, or has no name, is no reason not to play",
      arguments: ["/nowhere/notify", "@nobody-listens-here", "none"])
    func nobody(path: String) throws {
      let bench = try DaemonBench()
      try bench.writeCapture(DaemonBench.noise)
      let environment = ["NOTIFY_SOCKET": path, "WATCHDOG_USEC": "100000"]
      let result = try bench.run(seconds: 2, environment: environment)
      #expect(result.ending == .exited(0), "\(result.errors)")
      #expect(DaemonReport(result).frameCount >= 96_000)
      #expect(try bench.heard()[0].contains { abs($0) > 0.25 })
    }

    @Test
    func `F3: while both threads move, and while a device is waited for, the watchdog is fed`()
      throws
    {
      let bench = try DaemonBench()
      bench.useRealTime()
      try bench.folder.write([], as: "present")
      bench.capture.present = bench.folder.path("present")
      let manager = try Manager(bench.folder.path("notify"))
      let daemon = try bench.start(
        environment: ["NOTIFY_SOCKET": manager.path, "WATCHDOG_USEC": "600000"])
      try bench.awaitHeard(frames: 48_000)
      #expect(manager.take().count { $0 == "WATCHDOG=1" } >= 2)
      unlink(bench.capture.present)
      try daemon.awaitLine("the device is gone")
      _ = manager.take()
      usleep(1_500_000)
      #expect(manager.take().count { $0 == "WATCHDOG=1" } >= 2)
      daemon.send(SIGTERM)
      let result = try daemon.result()
      #expect(result.ending == .exited(0))
      #expect(!result.errors.contains("does not move"))
    }
  }
}

/// A service manager's end of its socket.
private struct Manager: ~Copyable {
  let path: String
  private let descriptor: Int32

  init(_ path: String) throws {
    descriptor = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
    self.path = path
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    withUnsafeMutableBytes(of: &address.sun_path) {
      $0.copyBytes(from: Array(path.utf8).prefix(107))
    }
    let code = withUnsafePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
      }
    }
    guard code == 0 else { throw ProgramFailure.system("bind", errno) }
  }

  deinit { close(descriptor) }

  /// What has come since the last call.
  func take() -> [String] {
    var said: [String] = []
    var bytes = [UInt8](repeating: 0, count: 512)
    while true {
      let count = recv(descriptor, &bytes, bytes.count, Int32(MSG_DONTWAIT))
      if count < 0 { return said }
      said.append(String(decoding: bytes[..<count], as: UTF8.self))
    }
  }
}

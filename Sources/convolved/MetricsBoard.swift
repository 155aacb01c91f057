internal import Control
internal import ControlServer
internal import Journal
internal import Settings
internal import Synchronization

/// The figures for those who fetch them by HTTP, beside the control socket: one can be had without the
/// other.
///
/// Thread: control.
struct MetricsBoard: ~Copyable {
  private let address: LoopbackAddress?
  private var told: LoopbackAddress?
  private var writtenAt: Int?
  private let text: Text
  private let server: ControlServer?

  /// Written on the control thread, read on the server's.
  private final class Text: Sendable {
    let value = Mutex("")
  }

  /// Figures are as old as this at most.
  private static let windowNanoseconds = 1_000_000_000

  /// Where the address cannot be had, the daemon plays on and says so.
  init(_ address: LoopbackAddress?, _ log: DaemonLog) {
    let text = Text()
    self.address = address
    told = address
    self.text = text
    guard let address else {
      server = nil
      return
    }
    let port = MetricsPort(host: address.hostText, port: address.port) {
      text.value.withLock { $0 }
    }
    do throws(ControlServerError) {
      server = try ControlServer([], metrics: port) { _, _, answer in
        answer(.failure(ControlFailure(.notPermitted, "Only figures are told here.")))
      }
      log.record(.metricsReady, "metrics at http://\(address)/metrics")
    } catch {
      server = nil
      log.record(.metricsUnavailable, error.description)
    }
  }

  /// Renews the figures, when that is due, and says when a configuration wants another address.
  ///
  /// - Parameter now: nanoseconds of the monotonic clock.
  mutating func write(
    _ report: MetricsReport, wanted: LoopbackAddress?, _ log: DaemonLog, now: Int
  ) {
    if wanted != told {
      told = wanted
      if wanted != address {
        log.record(.metricsUnavailable, "metrics change their address when the daemon is restarted")
      }
    }
    if server == nil { return }
    if let writtenAt, now - writtenAt < Self.windowNanoseconds { return }
    writtenAt = now
    let written = report.text
    text.value.withLock { $0 = written }
  }

  func stop() { server?.stop() }
}

extension LoopbackAddress {
  /// Without the port.
  fileprivate var hostText: String {
    switch host {
    case .version4(let host): host
    case .version6: "[::1]"
    }
  }
}

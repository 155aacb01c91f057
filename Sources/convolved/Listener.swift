internal import Control
internal import ControlServer
internal import Glibc
internal import JSON
internal import Journal
internal import Session
internal import Settings

/// The place where clients reach the daemon.
///
/// Thread: control.
final class Listener {
  private let server: ControlServer
  private let board: MetricsBoard?
  private var writtenAt = Int.min
  private var troubles: ClientTroubles
  private var toldState: [JSONValue.Member] = []

  /// Figures by HTTP are as old as this at most.
  private static let metricsNanoseconds = 1_000_000_000

  /// Without a place, or where it cannot be had, the daemon plays on and says so.
  init?(
    _ arguments: Arguments, _ operation: LiveOperation, _ inbox: CommandInbox, _ log: DaemonLog
  ) {
    do throws(ControlServerError) {
      let places = try Self.places(arguments)
      guard !places.isEmpty else {
        log.record(
          .controlUnavailable,
          "no socket for \"convolve ctl\": --socket, systemd and $XDG_RUNTIME_DIR name none")
        return nil
      }
      let address = operation.configuration.metrics
      let board = address.map { _ in MetricsBoard() }
      server = try ControlServer(places, metrics: Self.port(address, board)) {
        request, client, answer in
        inbox.put(.init(request: request, client: client, answer: answer))
      }
      self.board = board
      if let address { log.record(.metricsReady, "metrics at http://\(address)/metrics") }
      log.record(.controlReady, "listening for \"convolve ctl\" at \(Self.names(places))")
    } catch {
      log.record(.controlUnavailable, error.description)
      return nil
    }
    let server = server
    troubles = ClientTroubles(server.counts)
    log.follow { server.publish(.log, $0) }
  }

  private static func port(_ address: LoopbackAddress?, _ board: MetricsBoard?) -> MetricsPort? {
    guard let address, let board else { return nil }
    let host =
      switch address.host {
      case .version4(let host): host
      case .version6: "[::1]"
      }
    return MetricsPort(host: host, port: address.port) { board.text }
  }

  private static func places(_ arguments: Arguments) throws(ControlServerError) -> [ControlPlace] {
    let passed = try ControlPlace.passed(Environment.value)
    if !passed.isEmpty { return passed }
    switch arguments.socket {
    case Arguments.Socket.none?: return []
    case .path(let path)?: return [.path(path)]
    case nil: break
    }
    if let folder = Environment.value("RUNTIME_DIRECTORY")?.split(separator: ":").first {
      return [.path("\(folder)/\(arguments.instance).sock")]
    }
    guard let folder = Environment.value("XDG_RUNTIME_DIR"), folder.hasPrefix("/") else {
      return []
    }
    unsafe mkdir("\(folder)/convolved", 0o700)
    return [.path("\(folder)/convolved/\(arguments.instance).sock")]
  }

  private static func names(_ places: [ControlPlace]) -> String {
    places.map { place in
      switch place {
      case .path(let path): path
      case .descriptor: "the socket that systemd has passed"
      }
    }.joined(separator: ", ")
  }

  func publishMeters(_ figures: LiveFigures, _ operation: LiveOperation) {
    guard server.hasSubscribers(of: .meters) else { return }
    server.publish(.meters, .object(figures.meters(operation)))
  }

  /// Tells those who follow when anything has changed.
  func publishState(_ report: StatusReport) {
    let state = report.state
    guard state != toldState else { return }
    toldState = state
    server.publish(.state, .object(state))
  }

  /// Renews what is fetched by HTTP, when that is due.
  ///
  /// - Parameter now: nanoseconds of the monotonic clock.
  func writeMetrics(_ report: MetricsReport, now: Int) {
    guard let board, writtenAt == .min || now - writtenAt >= Self.metricsNanoseconds else { return }
    writtenAt = now
    board.put(report)
  }

  /// Says what clients were closed or refused for, once a second at most.
  ///
  /// - Parameter now: nanoseconds of the monotonic clock.
  func tellTroubles(_ log: DaemonLog, now: Int) {
    troubles.tell(server.counts, log, now: now)
  }

  func stop() { server.stop() }
}

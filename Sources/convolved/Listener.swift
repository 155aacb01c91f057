internal import Control
internal import ControlServer
internal import Glibc
internal import JSON
internal import Journal
internal import Session

/// The place where clients reach the daemon.
///
/// Thread: control.
final class Listener {
  private let server: ControlServer
  private var troubles: ClientTroubles
  private var toldState: [JSONValue.Member] = []

  /// Without a place, or where it cannot be had, the daemon plays on and says so.
  init?(_ arguments: Arguments, _ inbox: CommandInbox, _ log: DaemonLog) {
    do throws(ControlServerError) {
      let places = try Self.places(arguments)
      guard !places.isEmpty else {
        log.record(
          .controlUnavailable,
          "no socket for \"convolve ctl\": --socket, systemd and $XDG_RUNTIME_DIR name none")
        return nil
      }
      server = try ControlServer(places) { request, client, answer in
        inbox.put(.init(request: request, client: client, answer: answer))
      }
      log.record(.controlReady, "listening for \"convolve ctl\" at \(Self.names(places))")
    } catch {
      log.record(.controlUnavailable, error.description)
      return nil
    }
    let server = server
    troubles = ClientTroubles(server.counts)
    log.follow { server.publish(.log, $0) }
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

  /// Says what clients were closed or refused for, once a second at most.
  ///
  /// - Parameter now: nanoseconds of the monotonic clock.
  func tellTroubles(_ log: DaemonLog, now: Int) {
    troubles.tell(server.counts, log, now: now)
  }

  func stop() { server.stop() }
}

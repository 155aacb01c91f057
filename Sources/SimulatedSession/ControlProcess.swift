internal import AudioDevices
internal import Session
internal import SimulatedDevices

/// The control thread: steps the service ten times a second or more, as the daemon does.
final class ControlProcess: SimulatedProcess {
  var device: (any SimulatedDevice)? { nil }
  private let service: LiveService
  private let plan: SimulationPlan
  private let checker: Checker?
  private let look: (LiveStatus) -> Void
  private(set) var endTime: Int?
  /// What the service told first.
  private(set) var events: [ToldEvent] = []
  private var nextLook = 0
  private var nextPing = 0
  /// When the service manager was not told that all is well; seconds since the world began.
  private(set) var withheldPings: [Double] = []
  /// Whether the last one was withheld with nothing wrong.
  private var isAlarmed = false
  /// Receives all that it tells, with the seconds since the world began.
  var tell: ((Double, String) -> Void)?
  /// Receives it as lines.
  var print: ((String) -> Void)?

  private static let mostEvents = 1000

  private static let pause = 50_000_000
  private static let lookInterval = 1_000_000_000
  /// A third of what the service's unit sets, as the daemon does.
  private static let pingInterval = 3_333_333_333

  /// - Parameter look: takes the state of the session, once a second.
  init(
    _ service: LiveService, _ plan: SimulationPlan, _ checker: Checker?,
    look: @escaping (LiveStatus) -> Void
  ) {
    self.service = service
    self.plan = plan
    self.checker = checker
    self.look = look
  }

  func takeSignal() -> Bool { false }

  func step(now: Int, woken: TransferOutcome) -> SimulatedWake {
    checker?.truth.isControl = true
    defer { checker?.truth.isControl = false }
    service.step(now: now)
    for event in service.takeEvents() { note(event, now) }
    if now >= plan.stopTime { service.requestStop(now: now) }
    if service.phase == .ended {
      endTime = now
      return .ended
    }
    if now >= nextLook {
      nextLook = now + Self.lookInterval
      if let status = service.takeStatus() { look(status) }
    }
    if now >= nextPing { ping(now: now) }
    return .pause(Self.pause)
  }

  /// Tells the service manager's watchdog that all is well, if it is. One that is withheld is made up
  /// for by the next.
  private func ping(now: Int) {
    nextPing = now + Self.pingInterval
    let isWell = service.takeProgress()
    if !isWell { withheldPings.append(Double(now - SimulationPlan.start) * 1e-9) }
    let isFalse =
      !isWell && (checker?.world.troubleUntil ?? now) < now - Self.pingInterval - Self.pause
    if isFalse && isAlarmed {
      checker?.report(.watchdog, "two pings were withheld while both threads could run")
    }
    isAlarmed = isFalse
  }

  private func note(_ event: ServiceEvent, _ now: Int) {
    print?("\(Trace.seconds(now)) service \(event)")
    let seconds = Double(now - SimulationPlan.start) * 1e-9
    tell?(seconds, "\(event)")
    guard events.count < Self.mostEvents else { return }
    events.append(ToldEvent(seconds: seconds, event: event))
  }
}

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
  /// Receives all that it tells, with the seconds since the world began.
  var tell: ((Double, String) -> Void)?
  /// Receives it as lines.
  var print: ((String) -> Void)?

  private static let mostEvents = 1000

  private static let pause = 50_000_000
  private static let lookInterval = 1_000_000_000

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
    return .pause(Self.pause)
  }

  private func note(_ event: ServiceEvent, _ now: Int) {
    print?("\(Trace.seconds(now)) service \(event)")
    let seconds = Double(now - SimulationPlan.start) * 1e-9
    tell?(seconds, "\(event)")
    guard events.count < Self.mostEvents else { return }
    events.append(ToldEvent(seconds: seconds, text: "\(event)"))
  }
}

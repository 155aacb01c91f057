internal import AudioDevices
internal import Session
internal import SimulatedDevices

/// The control thread: steps the service ten times a second or more, as the daemon does.
final class ControlProcess: SimulatedProcess {
  var device: (any SimulatedDevice)? { nil }
  private let service: LiveService
  private let plan: SimulationPlan
  private let checker: Checker
  private(set) var endTime: Int?
  /// Told by the service; for the trace.
  private(set) var eventCount = 0
  private var nextLook = 0
  var tell: ((Int, ServiceEvent) -> Void)?

  private static let pause = 50_000_000
  private static let lookInterval = 1_000_000_000

  init(_ service: LiveService, _ plan: SimulationPlan, _ checker: Checker) {
    self.service = service
    self.plan = plan
    self.checker = checker
  }

  func takeSignal() -> Bool { false }

  func step(now: Int, woken: TransferOutcome) -> SimulatedWake {
    checker.truth.isControl = true
    defer { checker.truth.isControl = false }
    service.step(now: now)
    for event in service.takeEvents() {
      eventCount += 1
      tell?(now, event)
    }
    if now >= plan.stopTime { service.requestStop(now: now) }
    if service.phase == .ended {
      endTime = now
      return .ended
    }
    if now >= nextLook {
      nextLook = now + Self.lookInterval
      look()
    }
    return .pause(Self.pause)
  }

  /// Holds the sound to the latency that the session says it has.
  private func look() {
    guard let status = service.takeStatus() else { return }
    let period = Double(plan.periodFrames), grain = Double(plan.grainFrames)
    let target = Double(status.latencyFrames)
    // Without rate matching it may shrink until playback runs dry, which is less than a period, and
    // grow until so much waits that playback falls silent for it: two periods, or 5 ms.
    let excess = max(2 * period, Double(plan.sampleRate / 200))
    checker.rules.latency = period / 2 - grain...target + period + excess + grain + 2
  }
}

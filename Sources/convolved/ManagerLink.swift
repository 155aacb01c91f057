internal import Session

/// Keeps the service manager informed, where there is one.
struct ManagerLink: ~Copyable {
  private let notifier = ServiceNotifier()
  private var phase: ServicePhase?
  private var aliveAt = 0

  /// The service is up. Waiting for a device is a way of being up.
  func begin() { notifier?.tellReady() }

  /// Tells what has changed, and that all is well when that is due.
  mutating func look(at service: LiveService, now: Int) {
    if service.phase != phase {
      phase = service.phase
      tell(service.phase)
    }
    guard let interval = watchdogInterval, now - aliveAt >= interval / 3 else { return }
    aliveAt = now
    // Withheld when an audio thread is stuck: being started anew is the cure.
    if service.takeProgress() { tellAlive() }
  }

  private var watchdogInterval: Int? { notifier?.watchdogNanoseconds() ?? nil }

  private func tellAlive() { notifier?.tellAlive() }

  private func tell(_ phase: ServicePhase) {
    notifier?.tell(status: Report.phase(phase))
    if phase == .fading || phase == .closing { notifier?.tellStopping() }
  }
}

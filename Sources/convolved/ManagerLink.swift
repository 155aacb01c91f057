internal import Journal
internal import Session

/// Keeps the service manager informed, where there is one.
struct ManagerLink: ~Copyable {
  private let notifier = ServiceNotifier()
  private var told = ""
  private var isReloading = false
  private var isStopping = false
  private var aliveAt = 0

  /// The service is up. Waiting for a device is a way of being up.
  func begin() { notifier?.tellReady() }

  /// Tells what has changed, and that all is well when that is due.
  ///
  /// - Parameter now: nanoseconds of the monotonic clock.
  mutating func look(
    at operation: LiveOperation, _ standing: Standing, _ log: DaemonLog, now: Int
  ) {
    tellReload(operation, now: now)
    tellStatus(Report.status(operation, standing))
    tellStopping(operation.service.phase)
    guard let interval = watchdogInterval, now - aliveAt >= interval / 3 else { return }
    aliveAt = now
    // Withheld when an audio thread is stuck: being started anew is the cure.
    if operation.service.takeProgress() {
      tellAlive()
    } else {
      log.record(
        .watchdogWithheld,
        "an audio thread does not move; the service manager is not told that all is well")
    }
  }

  private mutating func tellReload(_ operation: LiveOperation, now: Int) {
    guard operation.isReloading != isReloading else { return }
    isReloading = operation.isReloading
    if isReloading { notifier?.tellReloading(now: now) } else { notifier?.tellReady() }
  }

  private mutating func tellStatus(_ text: String) {
    guard text != told else { return }
    told = text
    notifier?.tell(status: text)
  }

  private mutating func tellStopping(_ phase: ServicePhase) {
    guard !isStopping, phase == .fading || phase == .closing else { return }
    isStopping = true
    notifier?.tellStopping()
  }

  private var watchdogInterval: Int? { notifier?.watchdogNanoseconds() ?? nil }

  private func tellAlive() { notifier?.tellAlive() }
}

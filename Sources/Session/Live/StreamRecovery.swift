internal import AudioDevices

/// What to do about a device that reports trouble: a state machine without a clock or a device.
///
///     running ── xrun, suspended, failed ─▶ preparing ── restarted ─▶ running
///     running, preparing ── lost, third failure within 1 s ─▶ given up
///     preparing ── 2 s without success ─▶ given up
struct StreamRecovery {
  enum State: Equatable {
    /// The device moves, or should.
    case running
    /// Since so many nanoseconds it is being made ready.
    case preparing(since: Int)
    case givenUp(LiveFault)
  }

  enum Action: Equatable {
    /// Nothing is wrong.
    case goOn
    /// Try to prepare and start it now.
    case prepare
    /// Try again after so many nanoseconds.
    case tryAgain(after: Int)
    case giveUp(LiveFault)
  }

  private(set) var state: State
  /// When the newest failures happened, oldest first; only a third one within a second counts.
  private var failures: (Int?, Int?) = (nil, nil)

  /// A device that runs, or one to be prepared.
  init() { state = .running }

  /// The bound on a recovery, 2 s: longer than a USB bus needs to wake up after the system slept,
  /// short against a listener's patience.
  static var bound: Int { @_noLocks get { 2_000_000_000 } }
  /// Between two attempts, 10 ms: a driver that is busy is so for one or two periods.
  static var pause: Int { @_noLocks get { 10_000_000 } }
  /// Failures closer together than this are one trouble.
  private static var failureWindow: Int { @_noLocks get { 1_000_000_000 } }

  /// The device said something while it ran.
  ///
  /// - Precondition: running.
  @_noLocks
  mutating func note(_ outcome: TransferOutcome, now: Int) -> Action {
    precondition(state == .running, "A device that stands still cannot report.")
    switch outcome {
    case .ready, .notYet: return .goOn
    case .lost: return giveUp(.lost)
    case .failed(let code): if isThirdFailure(now) { return giveUp(.failed(code)) }
    case .xrun, .suspended: break
    }
    state = .preparing(since: now)
    return .prepare
  }

  /// An attempt to prepare or to start it has ended so.
  ///
  /// - Precondition: preparing.
  @_noLocks
  mutating func noteAttempt(_ outcome: TransferOutcome, now: Int) -> Action {
    guard case .preparing(let since) = state else {
      preconditionFailure("Nobody tried to prepare the device.")
    }
    switch outcome {
    case .ready:
      state = .running
      return .goOn
    case .lost: return giveUp(.lost)
    case .failed(let code): if isThirdFailure(now) { return giveUp(.failed(code)) }
    case .notYet, .xrun, .suspended: break
    }
    return now - since >= Self.bound ? giveUp(.unresponsive) : .tryAgain(after: Self.pause)
  }

  @_noLocks
  private mutating func giveUp(_ fault: LiveFault) -> Action {
    state = .givenUp(fault)
    return .giveUp(fault)
  }

  @_noLocks
  private mutating func isThirdFailure(_ now: Int) -> Bool {
    let first = failures.0
    failures = (failures.1, now)
    guard let first else { return false }
    return now - first < Self.failureWindow
  }
}

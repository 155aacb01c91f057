internal import Session
package import SimulatedDevices

/// What came of a run.
package struct SimulationResult: Sendable {
  package var seed: UInt64
  package var hash: UInt64
  /// Over what a session can see: the same on both layers, for plans that both can show.
  package var visibleHash: UInt64
  /// Over the frames heard.
  package var payloadHash: UInt64
  package var violations: [Violation]
  /// Nanoseconds.
  package var simulatedNanoseconds: Int
  package var stepCount: Int
  package var faultCount: Int
  /// Calls that failed by their number.
  package var failedCallCount: Int
  package var truth: Accounts
  package var session: SessionAccounts
  /// Frames that were heard and held against a reference.
  package var comparedFrames: Int
  /// By which one of their samples differed at most, linear.
  package var worstDifference: Double
  /// What its xruns have cost.
  package var recovery: RecoveryWatch.Tally
  /// Those above 0, as "name number".
  package var counts: [String]
  /// What the service told first, oldest first.
  package var events: [ToldEvent]
  /// When the service manager's watchdog was not told that all is well; seconds since the world began.
  package var withheldPings: [Double]

  package var hasFailed: Bool { !violations.isEmpty }
}

/// Something that the service told.
package struct ToldEvent: Equatable, Sendable {
  /// Seconds since the world began.
  package var seconds: Double
  let event: ServiceEvent

  package var text: String { "\(event)" }
}

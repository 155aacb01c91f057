package import SimulatedDevices

/// What came of a run.
package struct SimulationResult: Sendable {
  package var seed: UInt64
  package var hash: UInt64
  package var violations: [Violation]
  /// Nanoseconds.
  package var simulatedNanoseconds: Int
  package var stepCount: Int
  package var faultCount: Int
  package var truth: Accounts
  package var session: SessionAccounts
  package var counts: [String]

  package var hasFailed: Bool { !violations.isEmpty }
}

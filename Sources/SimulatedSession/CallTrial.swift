package import SimulatedDevices

/// A life in which each call into a device that can fail is failed in turn (R11): the start, an xrun of
/// each side, a sleep, each card pulled out and put back, and the stop.
package struct CallTrial: Sendable {
  private let plan: SimulationPlan
  /// The calls near one of those, by their numbers.
  package let calls: [Int]

  /// How long devices stay broken that do not fail once: until long after they were given up.
  package static let outage = 3_000_000_000
  /// How long after something has happened its calls are failed; nanoseconds.
  private static let span = 150_000_000
  private static let absence = 300_000_000

  private static let changes: [(seconds: Double, WorldChange)] = [
    (2, .xrun(.capture)), (3, .xrun(.playback)),
    (4, .suspend(.playback, 200_000_000, cannotResume: false)),
    (6, .unplug(.playback, absence)), (8, .unplug(.capture, absence)),
  ]

  /// - Parameter cards: one that does both, or two.
  package init(_ coupling: SimulationPlan.Coupling, cards: Int) {
    var plan = SimulationPlan.calm(Self.changes)
    plan.coupling = coupling
    plan.isOneCard = cards == 1
    self.plan = plan
    var moments = Self.changes.map { SimulationPlan.start + Int($0.seconds * 1e9) }
    // What comes back is opened within a second.
    moments += moments.suffix(2).map { $0 + Self.absence }
    moments += [SimulationPlan.start, moments[2] + 200_000_000, plan.stopTime]
    calls = SessionSimulation(plan).runNotingCalls().enumerated().filter { _, time in
      moments.contains { ($0...$0 + Self.span).contains(time) }
    }.map { $0.offset + 1 }
  }

  /// The life with failures.
  ///
  /// - Parameter print: receives the trace, line by line.
  package func run(
    _ failures: [CallFailures.Failure], print: ((String) -> Void)? = nil
  ) -> SimulationResult {
    var plan = plan
    plan.failures = failures
    return SessionSimulation(plan, print: print).run()
  }
}

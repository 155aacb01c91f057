internal import Session
package import SimulatedDevices

/// One run in which cards are pulled out again and again, through the real libasound.
package struct UnplugTrial: Sendable {
  package var cycles: Int

  package init(cycles: Int) { self.cycles = cycles }

  /// What came of it.
  package struct Result: Sendable {
    package var violations: [Violation]
    package var lossCount: Int
    /// From the moment that a card is back until the sound runs, at most.
    package var longestReturnSeconds: Double
  }

  /// Between two of them; seconds.
  private static let interval = 2.013
  /// How long a card is gone; nanoseconds.
  private static let absence = 300_000_000

  private var plan: SimulationPlan {
    let changes = (0..<cycles).map { cycle in
      let side = [StreamDirection.capture, .playback][cycle % 2]
      return (5 + Self.interval * Double(cycle), WorldChange.unplug(side, Self.absence))
    }
    var plan = SimulationPlan.calm(changes, seconds: 40 + Int(Self.interval * Double(cycles)))
    plan.layer = .library
    return plan
  }

  /// - Parameter observe: called with the number of losses so far, each time that sound runs again.
  package func run(observe: (Int) -> Void) -> Result {
    let plan = plan
    let simulation = SessionSimulation(plan)
    var result = Result(violations: [], lossCount: 0, longestReturnSeconds: 0)
    withoutActuallyEscaping(observe) { observe in
      simulation.tell = { seconds, text in
        if text.hasPrefix("lost") { result.lossCount += 1 }
        guard text.hasPrefix("started"), result.lossCount > 0 else { return }
        let cycle = ((seconds - 5) / Self.interval).rounded(.down)
        let back = 5 + cycle * Self.interval + Double(Self.absence) * 1e-9
        result.longestReturnSeconds = max(result.longestReturnSeconds, seconds - back)
        observe(result.lossCount)
      }
      result.violations = simulation.run().violations
      simulation.tell = nil
    }
    return result
  }
}

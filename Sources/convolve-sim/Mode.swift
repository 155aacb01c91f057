import ArgumentParser
import SimulatedSession

/// What is tried.
enum Mode: String, ExpressibleByArgument, CaseIterable {
  case faults, comparable, steered, resampled, sound, clocks, unplugs, calls

  func plan(seed: UInt64, seconds: Int) -> SimulationPlan {
    var plan = SimulationPlan(seed: seed, seconds: seconds)
    if self == .comparable { plan.keepComparable() }
    if self == .steered && !plan.isOneCard { plan.coupling = .steered }
    if self == .resampled && !plan.isOneCard { plan.coupling = .resampled }
    if self == .sound { plan.carrySound() }
    return plan
  }

  /// Behind the program's name, so that it does the same again.
  var words: String { self == .faults ? "" : " --mode \(rawValue)" }
}

import Glibc
import SimulatedDevices
import SimulatedSession

/// What is said of runs.
enum Report {
  static func print(_ outcome: Campaign.Outcome, _ mode: Mode, seconds: Int) {
    for failure in outcome.failures {
      printFailure(failure, mode, seconds: seconds, script: outcome.minimised[failure.seed])
    }
    for seed in outcome.unstable {
      Swift.print("UNSTABLE seed \(hexadecimal(seed)): two runs of it are not the same")
    }
    for seed in outcome.differing {
      Swift.print("DIFFERENT seed \(hexadecimal(seed)): both layers do not look the same")
    }
    let hours = Double(outcome.nanoseconds) / 3.6e12
    Swift.print(
      "\(outcome.seedCount) seeds, \(rounded(hours)) simulated hours, "
        + "\(outcome.faultCount) faults, \(outcome.stepCount) steps, "
        + "\(outcome.repeatedCount) seeds run twice, in \(rounded(outcome.wallSeconds)) s")
    let recovery = outcome.recovery
    if recovery.alone.count > 0 {
      Swift.print(
        "\(recovery.alone.count) xruns with nothing else wrong: sound again within "
          + "\(rounded(100 * recovery.alone.worst)) % of the latency and two periods")
    }
    if recovery.amid.count > 0 {
      Swift.print(
        "\(recovery.amid.count) with more wrong: within \(rounded(100 * recovery.amid.worst)) % of that "
          + "and 10 ms from the last trouble on; \(recovery.repeated) had another before there was "
          + "sound, \(recovery.ended) the end of the session, \(recovery.stuck) a standstill"
      )
    }
    if outcome.comparedFrames > 0 {
      let decibels = 20 * log10(outcome.worstDifference)
      Swift.print(
        "\(outcome.comparedFrames) frames within \(rounded(decibels)) dBFS of their sum in double "
          + "precision")
    }
    Swift.print("trace hash \(hexadecimal(outcome.hash.value))")
    Swift.print(
      outcome.hasFailed
        ? "FAILED: \(outcome.failures.count + outcome.unstable.count + outcome.differing.count) seeds"
        : "every promise was kept in \(rounded(hours)) simulated hours of \(outcome.seedCount) seeds"
    )
  }

  static func printFailure(
    _ result: SimulationResult, _ mode: Mode, seconds: Int, script: [ScriptedChange]? = nil
  ) {
    let replay = "convolve-sim\(mode.words) --seed \(hexadecimal(result.seed)) --seconds \(seconds)"
    guard let first = result.violations.first else { return }
    Swift.print("FAIL \(replay) # \(first)")
    for violation in result.violations.dropFirst().prefix(4) { Swift.print("  then \(violation)") }
    guard let script else { return }
    let numbers = script.map { String($0.number) }.joined(separator: ",")
    Swift.print("  least faults: --only \(numbers)")
    for change in script { Swift.print("    \(change)") }
  }

  static func hexadecimal(_ number: UInt64) -> String { "0x" + String(number, radix: 16) }

  private static func rounded(_ number: Double) -> Double { (number * 10).rounded() / 10 }
}

import SimulatedDevices
import SimulatedSession

/// Fails each call into a device in turn, then pairs of them, and says what came of it.
struct CallReport: Sendable {
  let pairs: Int
  let firstSeed: UInt64
  let jobs: Int

  private struct Setting: Sendable {
    let name: String
    let trial: CallTrial
  }

  private static var settings: [Setting] {
    [
      Setting(name: "two cards", trial: CallTrial(.free, cards: 2)),
      Setting(name: "one card", trial: CallTrial(.free, cards: 1)),
      Setting(name: "steered", trial: CallTrial(.steered, cards: 2)),
      Setting(name: "resampled", trial: CallTrial(.resampled, cards: 2)),
    ]
  }

  /// What runs have come to.
  private struct Sum: Sendable {
    var runCount = 0
    var faultCount = 0
    var failures: [String] = []

    mutating func add(_ result: SimulationResult, _ calls: [CallFailures.Failure], _ name: String) {
      runCount += 1
      faultCount += result.failedCallCount
      guard let violation = result.violations.first else { return }
      failures.append("\(name): --failing \(CallReport.text(calls)) # \(violation)")
    }

    static func += (sum: inout Sum, other: Sum) {
      sum.runCount += other.runCount
      sum.faultCount += other.faultCount
      sum.failures += other.failures
    }
  }

  /// - Returns: whether every promise was kept.
  func run() async -> Bool {
    let settings = Self.settings
    let singles = await sum { job in
      var sum = Sum()
      for setting in settings {
        for index in stride(from: job, to: setting.trial.calls.count, by: jobs) {
          for duration in [CallFailures.Duration.once, .lasting(CallTrial.outage)] {
            let failures = [CallFailures.Failure(call: setting.trial.calls[index], duration)]
            sum.add(setting.trial.run(failures), failures, setting.name)
          }
        }
      }
      return sum
    }
    tell(singles, "calls failed once, and for three seconds")
    let couples = await sum { job in
      var sum = Sum()
      for index in stride(from: job, to: pairs, by: jobs) {
        let setting = settings[index % settings.count]
        let failures = Self.pair(of: setting.trial, seed: firstSeed + UInt64(index))
        sum.add(setting.trial.run(failures), failures, setting.name)
      }
      return sum
    }
    tell(couples, "pairs of them")
    return singles.failures.isEmpty && couples.failures.isEmpty
  }

  private func sum(_ work: @escaping @Sendable (Int) -> Sum) async -> Sum {
    await withTaskGroup(of: Sum.self) { group in
      for job in 0..<jobs { group.addTask { work(job) } }
      return await group.reduce(into: Sum()) { $0 += $1 }
    }
  }

  /// Two calls, each once or for a while.
  private static func pair(of trial: CallTrial, seed: UInt64) -> [CallFailures.Failure] {
    var generator = SeededGenerator(seed: seed, purpose: .faults)
    return (0..<2).map { _ in
      let call = generator.pick(trial.calls)
      let duration = generator.chance(0.5) ? 0 : generator.within(1...CallTrial.outage)
      return .init(call: call, duration == 0 ? .once : .lasting(duration))
    }.sorted { $0.call < $1.call }
  }

  private func tell(_ sum: Sum, _ words: String) {
    for failure in sum.failures.prefix(20) { print("FAIL \(failure)") }
    print(
      "\(sum.runCount) lives with \(words), \(sum.faultCount) failed calls: "
        + (sum.failures.isEmpty ? "every promise was kept" : "\(sum.failures.count) FAILED"))
  }

  /// As ``replay(_:)`` takes it.
  private static func text(_ failures: [CallFailures.Failure]) -> String {
    failures.map { failure in
      switch failure.duration {
      case .once: "\(failure.call)"
      case .lasting(let duration): "\(failure.call)+\(duration)"
      }
    }.joined(separator: ",")
  }

  /// Runs one life on two cards again, with its trace.
  ///
  /// - Parameter text: calls by number, "+" and nanoseconds behind those that last.
  func replay(_ text: String) -> Bool {
    let failures = text.split(separator: ",").compactMap { word -> CallFailures.Failure? in
      let parts = word.split(separator: "+", omittingEmptySubsequences: false)
      guard let call = parts.first.flatMap({ Int($0) }) else { return nil }
      if parts.count == 1 { return .init(call: call, .once) }
      return .init(call: call, .lasting(Int(parts[1]) ?? CallTrial.outage))
    }
    var isKept = true
    for setting in Self.settings {
      print("# \(setting.name)")
      let result = setting.trial.run(failures) { print($0) }
      print(result.summary)
      for violation in result.violations { print("FAIL \(violation)") }
      isKept = isKept && result.violations.isEmpty
    }
    return isKept
  }
}

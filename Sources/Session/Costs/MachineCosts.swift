public import Convolution
internal import Realtime

/// The kernels' costs on this machine, and how they were found.
public struct MachineCosts: Sendable {
  /// Where costs may come from.
  public enum Choice: String, CaseIterable, Sendable {
    /// The cache; measured and saved where it has none.
    case cached
    /// Measured now, and saved.
    case measured
    /// Built in: the same plans on every machine.
    case typical
  }

  public let costs: KernelCosts
  /// One sentence on where they come from.
  public let summary: String
  /// Why they could not be saved.
  public let note: String?

  private init(costs: KernelCosts, summary: String, note: String? = nil) {
    self.costs = costs
    self.summary = summary
    self.note = note
  }

  /// Finds the costs.
  ///
  /// - Parameter cache: where they are kept; `nil` keeps them nowhere.
  /// - Complexity: reads a small file, or measures for some milliseconds.
  /// - Thread: control; before audio starts, which a measurement would disturb.
  public static func find(
    _ choice: Choice = .cached, cache: CostCache? = .current,
    subject: CostRecord.Subject = .current
  ) -> MachineCosts {
    switch choice {
    case .typical:
      return MachineCosts(costs: .typical, summary: "kernel costs built in")
    case .cached:
      if let cache, let record = cache.load(subject) {
        return MachineCosts(costs: record.costs, summary: "kernel costs from \(cache.path)")
      }
    case .measured:
      break
    }
    return measure(cache: cache, subject: subject)
  }

  private static func measure(cache: CostCache?, subject: CostRecord.Subject) -> MachineCosts {
    let begin = MonotonicClock.nanoseconds
    let costs = KernelCosts.measured(level: subject.level) { MonotonicClock.nanoseconds }
    let milliseconds = (MonotonicClock.nanoseconds - begin + 500_000) / 1_000_000
    return MachineCosts(
      costs: costs,
      summary: "kernel costs measured in \(milliseconds) ms (\(subject.processor), "
        + "\(subject.level.rawValue) kernels)",
      note: cache?.save(CostRecord(subject: subject, costs: costs)))
  }
}

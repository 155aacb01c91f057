internal import ArgumentParser
internal import Convolution

/// `engine-benchmark plans`
struct Plans: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Measure partition plans of one case by turns, a line of JSON for each.",
    discussion: """
      Without a plan given, those that the planner makes for live and for economy use. Each phase of \
      a plan's longest period counts by its quickest repetition in all turns.
      """)

  @Option(help: "Frames per callback, a power of two from 16.") var block = 64
  @Option(help: "Length of each impulse response in taps.") var taps = 48000
  @Option(
    help: "mono, stereo, true-stereo, or as 8x8-diagonal and 2x6-full.",
    transform: Values.routing) var routing: Routing
  @Option(help: "Turns.") var turns = 3
  @Option(help: "Seconds that each plan is measured in a turn.") var duration = 0.1
  @Option(help: "Build of the kernels: v3 or baseline.", transform: Values.level)
  var level = ProcessorLevel.detected
  @Argument(help: "Plans as they are printed: \"64x16 512x14s\".") var plans: [String] = []

  func run() throws {
    let workload = Workload(routing: routing, blockFrames: block, tapCount: taps)
    var loads = try chosen(workload).map { (plan: $0, measured: ConvolverLoad?.none, bytes: 0) }
    for _ in 0..<turns {
      for index in loads.indices {
        let bank = FilterBank(workload.matrix, plan: loads[index].plan, level: level)
        var convolver = PartitionedConvolver(bank)
        let load = ConvolverLoad.measured(&convolver, nanoseconds: Int(1e9 * duration)) {
          Clock.wall
        }
        loads[index].measured = loads[index].measured.map { $0.least(load) } ?? load
        loads[index].bytes = convolver.byteCount
      }
    }
    for load in loads { print(line(workload, load.plan, load.measured, load.bytes)) }
  }

  private func chosen(_ workload: Workload) throws -> [PartitionPlan] {
    if plans.isEmpty {
      return [Planner.Goal.live, .economy].map {
        Planner(goal: $0).plan(workload.matrix, blockFrames: block)
      }
    }
    return try plans.map { text throws -> PartitionPlan in
      try PartitionPlan(parsing: text, blockFrames: block)
    }
  }

  private func line(
    _ workload: Workload, _ plan: PartitionPlan, _ measured: ConvolverLoad?, _ bytes: Int
  ) -> JSONLine {
    let predicted = Planner().load(of: plan, for: workload.matrix)
    let spectra = 8 * (workload.routing.inputCount + workload.matrix.paths.count) * taps
    var line = JSONLine()
    line.add("plan", plan.description)
    line.add("predicted_ns_per_frame", predicted.meanNanosecondsPerFrame)
    line.add("ns_per_frame", measured?.meanNanosecondsPerFrame ?? 0)
    line.add("predicted_worst_ns", predicted.worstCallbackNanoseconds)
    line.add("worst_ns", measured?.worstCallbackNanoseconds ?? 0)
    line.add("memory_ratio", Double(bytes) / Double(spectra))
    return line
  }
}

extension ConvolverLoad {
  /// The lesser of each figure.
  fileprivate func least(_ other: ConvolverLoad) -> ConvolverLoad {
    ConvolverLoad(
      meanNanosecondsPerFrame: min(meanNanosecondsPerFrame, other.meanNanosecondsPerFrame),
      worstCallbackNanoseconds: min(worstCallbackNanoseconds, other.worstCallbackNanoseconds))
  }
}

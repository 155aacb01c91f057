internal import ArgumentParser
internal import Convolution

/// `engine-benchmark callgrind`
///
/// Two runs that differ in `--periods` differ by the instructions of those periods and nothing else,
/// whatever the program does at its start.
struct Callgrind: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Render a fixed number of callbacks, to be counted by an instruction counter.")

  @Argument(help: "The case.") var name: CountedCase
  @Option(help: "Times that the plan's longest period is rendered.") var periods = 1
  @Option(help: "Build of the kernels: v3 or baseline.", transform: Values.level)
  var level = ProcessorLevel.detected

  func run() {
    let workload = name.workload
    let plan = name.plan ?? Planner().plan(workload.matrix, blockFrames: workload.blockFrames)
    var engine = LiveEngine(FilterBank(workload.matrix, plan: plan, level: level))
    let calls = periods * engine.phaseCount
    engine.render(count: calls)
    var line = JSONLine()
    line.add("case", name.rawValue)
    line.add("level", level.rawValue)
    line.add("plan", plan.description)
    line.add("calls", calls)
    print(line)
  }
}

/// What is counted.
enum CountedCase: String, CaseIterable, ExpressibleByArgument {
  // One partition: a callback is one transform there and one back. The counter looks at these only.
  case transform64 = "transform-64"
  case transform1024 = "transform-1024"
  case transform16384 = "transform-16384"
  // 32 partitions of 1024: the counter looks at the products only.
  case products1x1 = "products-1x1"
  case products2x2 = "products-2x2"
  // Whole callbacks, 1 s, as planned for live use: of 16 frames, which begin with the direct form,
  // and of 64.
  case callbackMono16 = "callback-mono-16"
  case callbackMono = "callback-mono"
  case callbackTrueStereo = "callback-true-stereo"

  var workload: Workload {
    switch self {
    case .transform64: Self.workload("mono", 64, tapCount: 64)
    case .transform1024: Self.workload("mono", 1024, tapCount: 1024)
    case .transform16384: Self.workload("mono", 16384, tapCount: 16384)
    case .products1x1: Self.workload("mono", 1024, tapCount: 32 * 1024)
    case .products2x2: Self.workload("true-stereo", 1024, tapCount: 32 * 1024)
    case .callbackMono16: Self.workload("mono", 16, tapCount: 48000)
    case .callbackMono: Self.workload("mono", 64, tapCount: 48000)
    case .callbackTrueStereo: Self.workload("true-stereo", 64, tapCount: 48000)
    }
  }

  /// `nil` where the planner decides.
  var plan: PartitionPlan? {
    switch self {
    case .callbackMono16, .callbackMono, .callbackTrueStereo: nil
    default:
      .uniform(blockFrames: workload.blockFrames, tapCount: workload.matrix.tapCount)
    }
  }

  private static func workload(
    _ routing: String, _ blockFrames: Int, tapCount: Int
  ) -> Workload {
    guard let routing = Routing(routing) else { preconditionFailure("no such routing") }
    return Workload(routing: routing, blockFrames: blockFrames, tapCount: tapCount)
  }
}

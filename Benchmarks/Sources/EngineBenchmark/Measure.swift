internal import ArgumentParser
internal import Convolution

/// `engine-benchmark measure`
struct Measure: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Time one case and print a line of JSON.",
    discussion: "Exits with 1 where the output is not within 120 dB of a direct convolution.")

  /// A float32 engine has 130 dB; one wrong partition costs more than 100.
  static let leastSignalToNoise = 120.0

  @Option(help: "Frames per callback, a power of two from 16.") var block = 64
  @Option(help: "Length of each impulse response at 48 kHz.") var seconds = 1.0
  @Option(help: "Length in taps instead.") var taps: Int?
  @Option(
    help: "mono, stereo, true-stereo, or as 8x8-diagonal and 2x6-full.",
    transform: Values.routing) var routing: Routing
  @Option(help: "live (a flat load) or economy.", transform: Values.goal)
  var goal = Planner.Goal.live
  @Option(help: "Partitions, such as \"64x16 512x14s\", in place of the planner's.") var plan:
    String?
  @Option(help: "warm, or cold: touch 2 MiB between callbacks.")
  var cache = CallbackMeasurement.Cache.warm
  @Option(help: "Build of the kernels: v3 or baseline.", transform: Values.level)
  var level = ProcessorLevel.detected
  @Option(help: "Seconds that each of the two measurements lasts.") var duration = 0.5

  func validate() throws {
    guard (16...65536).contains(block), block & (block - 1) == 0 else {
      throw ValidationError("The block of \(block) frames is no power of two from 16 to 65536.")
    }
    guard tapCount > 0 else {
      throw ValidationError("An impulse response of \(tapCount) taps is too short; 1 is allowed.")
    }
  }

  private var tapCount: Int { taps ?? Int((seconds * Workload.sampleRate).rounded()) }

  func run() throws {
    let workload = Workload(routing: routing, blockFrames: block, tapCount: tapCount)
    let plan = try plan.map { try PartitionPlan(parsing: $0, blockFrames: block) }
    let preparation = Preparation(workload, plan: plan, goal: goal, level: level)
    var engine = LiveEngine(preparation.bank)
    let quality = ReferenceCheck.signalToNoise(workload, &engine)

    var line = JSONLine()
    line.add("engine", "convolved")
    line.add("level", level.rawValue)
    line.add("routing", routing.description)
    line.add("block", block)
    line.add("taps", tapCount)
    line.add("plan", preparation.bank.plan.description)
    measure(&engine, into: &line)
    line.add("memory_bytes", engine.byteCount)
    line.add("peak_resident_bytes", ProcessUsage.current.peakResidentBytes)
    line.add("plan_ms", preparation.planMilliseconds)
    line.add("prepare_ms", preparation.bankMilliseconds)
    line.add("snr_db", quality)
    print(line)
    if quality < Self.leastSignalToNoise { throw ExitCode.failure }
  }

  private func measure(_ engine: inout LiveEngine, into line: inout JSONLine) {
    let before = ProcessUsage.current
    if cache == .warm {
      let load = LoadMeasurement(&engine, seconds: duration)
      line.add("load_percent", load.percent)
      line.add("least_load_percent", load.leastPercent)
    }
    let callbacks = CallbackMeasurement(&engine, seconds: duration, cache: cache)
    let after = ProcessUsage.current
    if cache == .cold {
      line.add("load_percent", callbacks.percent(nanoseconds: callbacks.meanNanoseconds))
      line.add("least_load_percent", callbacks.phasePercent)
    }
    line.add("phase_load_percent", callbacks.phasePercent)
    line.add("worst_phase_ns", callbacks.worstPhaseNanoseconds)
    line.add("callback_mean_ns", callbacks.meanNanoseconds)
    line.add("callback_p50_ns", callbacks.percentile(0.5))
    line.add("callback_p99_ns", callbacks.percentile(0.99))
    line.add("callback_max_ns", callbacks.percentile(1))
    line.add("cpu_seconds", after.processorSeconds - before.processorSeconds)
    line.add("voluntary_switches", after.voluntarySwitches - before.voluntarySwitches)
    line.add("involuntary_switches", after.involuntarySwitches - before.involuntarySwitches)
  }
}

/// A filter bank, and what it took to prepare.
struct Preparation {
  let bank: FilterBank
  let planMilliseconds: Double
  let bankMilliseconds: Double

  init(_ workload: Workload, plan: PartitionPlan?, goal: Planner.Goal, level: ProcessorLevel) {
    let start = Clock.wall
    let plan = plan ?? Planner(goal: goal).plan(workload.matrix, blockFrames: workload.blockFrames)
    let planned = Clock.wall
    bank = FilterBank(workload.matrix, plan: plan, level: level)
    planMilliseconds = Double(planned - start) / 1e6
    bankMilliseconds = Double(Clock.wall - planned) / 1e6
  }
}

internal import ArgumentParser
internal import Convolution

/// `engine-benchmark offline`
struct Offline: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Time the engine as files are rendered: the block is the planner's choice.",
    discussion: """
      Prints how many times faster than real time one core is, without reading or writing files. \
      Medians and the best of windows of a second of audio or more.
      """)

  @Option(
    help: "mono, stereo, true-stereo, or as 8x8-diagonal and 2x6-full.",
    transform: Values.routing) var routing: Routing
  @Option(help: "Length of each impulse response at 48 kHz.") var seconds = 1.0
  @Option(help: "Build of the kernels: v3 or baseline.", transform: Values.level)
  var level = ProcessorLevel.detected
  @Option(help: "Seconds that the measurement lasts.") var duration = 2.0

  func run() throws {
    let tapCount = max(Int((seconds * Workload.sampleRate).rounded()), 1)
    let matrix = Workload(routing: routing, blockFrames: 1024, tapCount: tapCount).matrix
    let plan = Planner().offlinePlan(matrix)
    let workload = Workload(routing: routing, blockFrames: plan.blockFrames, tapCount: tapCount)
    var engine = LiveEngine(FilterBank(workload.matrix, plan: plan, level: level))
    let quality = ReferenceCheck.signalToNoise(workload, &engine)
    let load = LoadMeasurement(&engine, seconds: duration)
    var line = JSONLine()
    line.add("engine", "convolved")
    line.add("level", level.rawValue)
    line.add("routing", routing.description)
    line.add("taps", tapCount)
    line.add("plan", plan.description)
    line.add("times_real_time", 100 / load.percent)
    line.add("most_times_real_time", 100 / load.leastPercent)
    line.add("memory_bytes", engine.byteCount)
    line.add("snr_db", quality)
    print(line)
    if quality < Measure.leastSignalToNoise { throw ExitCode.failure }
  }
}

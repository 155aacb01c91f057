internal import ArgumentParser
internal import Convolution

/// `engine-benchmark offline`
struct Offline: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "How many times faster than real time the engine renders a file, without the file.",
    discussion: """
      The plan is the one for files: the planner chooses the block too. Prints a line of JSON: \
      times_real_time is of the middle window, best_times_real_time of the one that other processes \
      disturbed least. One thread; by processor time. Exits with 1 where the output is not within \
      120 dB of a direct convolution.
      """)

  @Option(help: "Length of each impulse response at 48 kHz.") var seconds = 1.0
  @Option(help: "Length in taps instead.") var taps: Int?
  @Option(
    help: "mono, stereo, true-stereo, or as 8x8-diagonal and 2x6-full.",
    transform: Values.routing) var routing: Routing
  @Option(help: "Build of the kernels: v3 or baseline.", transform: Values.level)
  var level = ProcessorLevel.detected
  @Option(help: "Seconds that the measurement lasts.") var duration = 1.0

  private var tapCount: Int { taps ?? Int((seconds * Workload.sampleRate).rounded()) }

  func validate() throws {
    guard tapCount > 0 else {
      throw ValidationError("An impulse response of \(tapCount) taps is too short; 1 is allowed.")
    }
  }

  func run() throws {
    // The block of a workload is for live use; the plan brings its own.
    let matrix = Workload(routing: routing, blockFrames: 64, tapCount: tapCount).matrix
    let plan = Planner().offlinePlan(matrix)
    let workload = Workload(routing: routing, blockFrames: plan.blockFrames, tapCount: tapCount)
    var engine = LiveEngine(FilterBank(workload.matrix, plan: plan, level: level))
    let quality = ReferenceCheck.signalToNoise(workload, &engine)
    let load = LoadMeasurement(&engine, seconds: duration)

    var line = JSONLine()
    line.add("level", level.rawValue)
    line.add("routing", routing.description)
    line.add("taps", tapCount)
    line.add("plan", plan.description)
    line.add("times_real_time", 100 / load.percent)
    line.add("best_times_real_time", 100 / load.leastPercent)
    line.add("memory_bytes", engine.byteCount)
    line.add("snr_db", quality)
    print(line)
    if quality < Measure.leastSignalToNoise { throw ExitCode.failure }
  }
}

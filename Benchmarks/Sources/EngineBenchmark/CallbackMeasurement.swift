/// What each callback takes, by the clock on the wall.
struct CallbackMeasurement {
  enum Cache: String {
    /// Callbacks follow each other at once.
    case warm
    /// Two mebibytes of other memory are touched between them, as other programs would: more than
    /// the first two cache levels hold.
    case cold
  }

  /// All callbacks, nanoseconds, in ascending order.
  private let times: [Int]
  /// The quickest repetition of each phase of the plan's longest period: what the work takes when
  /// nobody disturbs it.
  private let phases: [Int]
  private let blockFrames: Int

  /// Renders whole periods until `seconds` have passed, five at least.
  init(_ engine: inout LiveEngine, seconds: Double, cache: Cache) {
    let overhead = Clock.overhead()
    var phases = [Int](repeating: .max, count: engine.phaseCount)
    var times: [Int] = []
    var stranger = Stranger()
    let end = Clock.wall + Int(1e9 * seconds)
    while times.count < 5 * phases.count || Clock.wall < end {
      for phase in phases.indices {
        if cache == .cold { stranger.touch() }
        let start = Clock.wall
        engine.render()
        let time = max(Clock.wall - start - overhead, 0)
        phases[phase] = min(phases[phase], time)
        times.append(time)
      }
    }
    self.phases = phases
    self.times = times.sorted()
    blockFrames = engine.blockFrames
  }

  var meanNanoseconds: Double { Double(times.reduce(0, +)) / Double(times.count) }

  /// Nanoseconds that a share of the callbacks stays within; 1 gives the slowest.
  func percentile(_ share: Double) -> Int {
    times[min(Int(share * Double(times.count)), times.count - 1)]
  }

  /// Percent of one core that the undisturbed phases add up to.
  var phasePercent: Double {
    let mean = Double(phases.reduce(0, +)) / Double(phases.count)
    return percent(nanoseconds: mean)
  }

  /// The dearest phase, nanoseconds.
  var worstPhaseNanoseconds: Int { phases.max() ?? 0 }

  /// Percent of one core, where every callback takes so long.
  func percent(nanoseconds: Double) -> Double {
    100 * nanoseconds / (1e9 * Double(blockFrames) / Workload.sampleRate)
  }
}

/// Memory of somebody else that pushes the engine's out of the caches.
private struct Stranger {
  private var memory = [UInt64](repeating: 1, count: 2 << 20 / 8)

  mutating func touch() {
    for line in stride(from: 0, to: memory.count, by: 8) { memory[line] &+= 1 }
  }
}

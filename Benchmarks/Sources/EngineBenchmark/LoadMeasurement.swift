/// The processor time that an engine takes, without a clock between its callbacks.
///
/// The system's account of the whole process: what other threads of an engine do is in it, and what
/// other processes do meanwhile is not.
struct LoadMeasurement {
  /// Processor seconds per second of audio, of each window.
  private let windows: [Double]

  /// Renders windows of whole periods until they have taken `seconds`, three at least.
  init(_ engine: inout LiveEngine, seconds: Double) {
    // A second of audio at least: shorter windows would measure the clock.
    let calls = (48000 / (engine.phaseCount * engine.blockFrames) + 1) * engine.phaseCount
    let audio = Double(calls * engine.blockFrames) / Workload.sampleRate
    engine.render(count: calls)
    var windows: [Double] = []
    var spent = 0
    while windows.count < 3 || Double(spent) < 1e9 * seconds {
      let start = Clock.processor
      engine.render(count: calls)
      let elapsed = Clock.processor - start
      spent += elapsed
      windows.append(Double(elapsed) / 1e9 / audio)
    }
    self.windows = windows.sorted()
  }

  /// Percent of one processor core, the middle window.
  var percent: Double { 100 * windows[windows.count / 2] }

  /// The window that other processes disturbed least.
  var leastPercent: Double { 100 * windows[0] }
}

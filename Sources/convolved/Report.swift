internal import AudioDevices
internal import Convolution
internal import Engine
internal import Journal
internal import Realtime
internal import Session
internal import Settings
internal import SignalProcessing

/// The sentences that the daemon says before and after the sound.
enum Report {
  static func device(_ role: String, _ name: String, _ format: StreamFormat) -> String {
    """
    \(role) \(name): \(format.sampleRate) Hz, \(format.channelCount) channels, \
    \(format.sampleFormat.rawValue), period \(format.periodFrames), buffer \
    \(format.bufferFrames) frames
    """
  }

  /// What the chain is, and what its configuration does not say by itself.
  static func chain(
    _ engine: borrowing RenderEngine, _ blueprint: Blueprint
  ) -> [(code: EventCode, line: String)] {
    let chain = blueprint.preparation.chain, audio = blueprint.configuration.audio
    let megabytes = Double(engine.byteCount) / 1_048_576
    let plans = engine.partitionPlans.map(\.description).joined(separator: "; ")
    let summary = """
      chain of \(chain.stages.count) stages, \(engine.inputCount) channels in, \
      \(engine.outputCount) out, \(megabytes.text(decimals: 1)) MiB\(helpers(engine)), \
      blocks of \(engine.blockFrames) frames, partitions \(plans.isEmpty ? "none" : plans)
      """
    let latency = latency(
      queued: audio.latencyFrames, period: audio.periodFrames,
      adapter: BlockAdapter.latencyFrames(
        callFrames: audio.periodFrames, blockFrames: engine.blockFrames),
      filters: engine.addedLatencyFrames, sampleRate: audio.sampleRate)
    return (blueprint.preparation.notes + [summary]).map { (.chainBuilt, $0) }
      + headroom(chain, blueprint.configuration).map { (.headroom, $0) } + [(.latency, latency)]
  }

  /// Who shares large convolutions with the capture thread.
  private static func helpers(_ engine: borrowing RenderEngine) -> String {
    let outcomes = engine.helperScheduling
    guard !outcomes.isEmpty else { return "" }
    let threads = outcomes.count == 1 ? "thread" : "threads"
    return ", \(outcomes.count) more \(threads) for its outputs (\(scheduling(outcomes)))"
  }

  static let heldBack = """
    this configuration has ended without being asked to three times within a minute: starting muted; \
    "convolve ctl mute off" has it heard
    """

  /// - Parameter queued: frames from a sample in to the same sample out, without the adapter.
  /// - Parameter filters: frames that the chain itself comes later.
  static func latency(
    queued: Int, period: Int, adapter: Int, filters: Int, sampleRate: Int
  ) -> String {
    let frames = queued + adapter + filters
    let milliseconds = 1000 * Double(frames) / Double(sampleRate)
    return """
      latency \(frames) frames (\(milliseconds.text(decimals: 1)) ms): \(period) collected, \
      \(queued - period) queued, \(adapter) to cut periods into blocks, \(filters) for the filters
      """
  }

  /// A sentence for each output that full scale in can drive beyond full scale out.
  static func headroom(_ chain: Chain, _ configuration: Configuration) -> [String] {
    let matrix = chain.combinedMatrix()
    // Below what the line would round to 0.0; and without transforms where there is nothing to say.
    let isLoud = { (gain: Double) in Decibels(amplitude: gain).value >= 0.05 }
    guard Headroom.worstCaseGains(matrix).contains(where: isLoud) else { return [] }
    let outputs = zip(Headroom.outputs(of: matrix), chain.outputCeilings)
    return zip(configuration.playback.channels, outputs).compactMap { name, output in
      let (headroom, ceiling) = output
      guard isLoud(headroom.worstCaseGain) else { return nil }
      let peak = headroom.responsePeak
      let limit = ceiling.isFinite ? ", held at \(Decibels(amplitude: ceiling)) by a limiter" : ""
      return """
        output \(name): worst case \(signed(headroom.worstCaseGain)), frequency peak \
        \(signed(peak.gain)) at \
        \(Frequency(peak.hertz(sampleRate: configuration.audio.sampleRate)))\(limit)
        """
    }
  }

  private static func signed(_ gain: Double) -> String {
    let level = Decibels(amplitude: gain).description
    return level.hasPrefix("-") ? level : "+\(level)"
  }

  static func scheduling(_ outcomes: [SchedulingOutcome]) -> String {
    // The last thread asks for the highest priority: what suffices for it suffices for all.
    for outcome in outcomes.reversed() {
      if case .normal(let reason) = outcome { return reason }
    }
    let priorities = outcomes.compactMap { outcome in
      if case .realtime(let priority) = outcome { return String(priority) }
      return nil
    }
    return "realtime priority \(priorities.joined(separator: " and "))"
  }

  static func memory(_ outcome: MemoryLockOutcome) -> String {
    switch outcome {
    case .locked: "memory locked"
    case .refused(let reason): reason
    }
  }

  static func summary(
    _ counts: LiveCounts, clippedSamples: Int, load: DeadlineMonitor.Snapshot?,
    audio: Configuration.Audio, peak: Float
  ) -> String {
    let frames = counts[.blocks] * audio.periodFrames
    let seconds = Double(frames) / Double(audio.sampleRate)
    let dropped = counts[.overflowFrames] + counts[.lateFrames]
    let suspensions = counts[.captureSuspensions] + counts[.playbackSuspensions]
    return """
      \(frames) frames (\(seconds.text(decimals: 1)) s) in \(counts[.blocks]) blocks; \
      xruns: \(counts[.captureXruns]) capture, \(counts[.playbackXruns]) playback; \
      suspensions: \(suspensions); starvations: \(counts[.starvations]); \
      lost frames: \(counts[.lostFrames]); dropped frames: \(dropped); \
      clipped samples: \(clippedSamples); \(blockTime(load)); \
      output peak \(Decibels(amplitude: peak))
      """
  }

  private static func blockTime(_ load: DeadlineMonitor.Snapshot?) -> String {
    guard let load else { return "block time: none" }
    let worst = Double(load.worstNanoseconds) / 1000
    let period = Double(load.periodNanoseconds) / 1000
    let median = Double(load.p50Nanoseconds) / 1000
    return """
      block time: median \(median.text(decimals: 1)) µs, worst \(worst.text(decimals: 1)) µs of \
      \(period.text(decimals: 1)) µs
      """
  }
}

internal import Convolution
internal import Engine
internal import Settings
internal import SignalProcessing

extension ChainReport {
  /// The whole report, a line each: the chain from device to device, latency, levels, what is taken of
  /// the machine.
  public var lines: [String] {
    let chain = [ends(of: configuration.capture, "from")] + stageLines
    let levels = [ends(of: configuration.playback, "to"), latency.description]
    return chain + levels + outputs.map(\.description) + [memory, processor] + notes
  }

  private func ends(of endpoint: Configuration.Endpoint, _ word: String) -> String {
    "\(endpoint.channels.joined(separator: ", ")) \(word) \(endpoint.device)"
  }

  /// A line for each stage.
  public var stageLines: [String] {
    stages.map { stage in
      let name = stage.name.map { " \"\($0)\"" } ?? ""
      return (["  \(stage.kind)\(name): \(stage.summary)"] + details(stage)).joined(separator: "; ")
    }
  }

  private func details(_ stage: Stage) -> [String] {
    let plans = stage.plans.map { "partitions \($0)" }
    let late = stage.latencyFrames == 0 ? [] : ["all channels \(stage.latencyFrames) frames later"]
    if stage.plans.isEmpty { return late }
    return late + plans + [
      "\(mebibytes(stage.byteCount)), \((100 * stage.meanLoad).text(decimals: 2)) % of a core"
    ]
  }

  /// What the engine takes and may take.
  public var memory: String {
    "memory \(mebibytes(byteCount)) of the \(MemoryBudget.text(configuration.audio.memoryBytes)) "
      + "that audio.memory allows"
  }

  /// What the convolutions are predicted to take.
  public var processor: String {
    if stages.allSatisfy(\.plans.isEmpty) { return "processor: nothing is convolved" }
    let share = 100 * load.meanShare(sampleRate: configuration.audio.sampleRate)
    let worst = load.worstCallbackNanoseconds / 1000
    return """
      processor \(share.text(decimals: 2)) % of a core for the convolutions, worst block \
      \(worst.text(decimals: 0)) µs of \((blockNanoseconds / 1000).text(decimals: 0)) µs (predicted)
      """
  }

  private func mebibytes(_ bytes: Int) -> String {
    "\((Double(bytes) / 1_048_576).text(decimals: 1)) MiB"
  }
}

extension ChainReport.Output: CustomStringConvertible {
  /// Whether full scale in can drive it so far beyond full scale that a tenth of a decibel shows it.
  public var isLoud: Bool { Decibels(amplitude: headroom.worstCaseGain).value >= 0.05 }

  /// One line.
  public var description: String {
    let limit = ceiling.isFinite ? ", held at \(Decibels(amplitude: ceiling)) by a limiter" : ""
    return """
      output \(channel): worst case \(signed(headroom.worstCaseGain)), frequency peak \
      \(signed(headroom.responsePeak.gain)) at \(Frequency(peakHertz))\(limit)
      """
  }

  private func signed(_ gain: Double) -> String {
    let level = Decibels(amplitude: gain).description
    return level.hasPrefix("-") ? level : "+\(level)"
  }
}

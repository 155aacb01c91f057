/// What could be read of the key `audio`.
struct AudioReading {
  private static let keys = ["rate", "period", "latency", "rate_matching", "memory", "threads"]
  /// The most silence that may be queued: 2.7 s at 48 kHz, sixteen of the longest periods.
  private static let longestLatency = 16 * 8192

  /// The rate in Hz, if it was right; the rest of the file needs it.
  private(set) var sampleRate: Int?
  /// The whole, if nothing was wrong.
  private(set) var complete: Configuration.Audio?

  /// Reads `node` and reports its mistakes.
  init(_ node: Node, findings: inout Findings) {
    guard let mapping = MappingReader(node, subject: "audio", keys: Self.keys, findings: &findings)
    else { return }
    sampleRate = mapping.required("rate", example: "rate: 48000", findings: &findings)?
      .wholeHertz("rate", in: 8000...768000, findings: &findings)
    let period = mapping.required("period", example: "period: 256", findings: &findings)
      .flatMap { self.period($0, findings: &findings) }
    let latency = self.latency(mapping, period: period, findings: &findings)
    let matching = mapping.value("rate_matching").map {
      $0.choice("rate_matching", of: Configuration.RateMatching.self, findings: &findings)
    }
    let memory = mapping.value("memory").map {
      $0.memoryBytes("memory", findings: &findings)
    }
    let threads = mapping.value("threads").map {
      $0.wholeNumber("threads", "a whole number from 1 to 64", findings: &findings) {
        (1...64).contains($0)
      }
    }
    guard let sampleRate, let period, let latency, let matching = matching ?? .auto,
      let memory = memory ?? Configuration.Audio.usualMemoryBytes, let threads = threads ?? 1
    else { return }
    complete = Configuration.Audio(
      sampleRate: sampleRate, periodFrames: period, latencyFrames: latency, rateMatching: matching,
      memoryBytes: memory, threadCount: threads)
  }

  private func period(_ node: Node, findings: inout Findings) -> Int? {
    let range = FrameRange(frames: 16...8192, text: "a whole number from 16 to 8192 frames")
    return node.frames(
      "period", .frameCount, sampleRate: sampleRate, allowed: range, findings: &findings)
  }

  /// Two periods unless the file says otherwise: one being played and one being filled.
  private func latency(_ mapping: MappingReader, period: Int?, findings: inout Findings) -> Int? {
    guard let node = mapping.value("latency") else { return period.map { 2 * $0 } }
    // One period is being collected while another plays; less would run dry at once.
    let least = 2 * (period ?? 0)
    let leastText = period == nil ? "two periods" : "two periods (\(least) frames)"
    let range = FrameRange(
      frames: least...Self.longestLatency,
      text: "a whole number from \(leastText) to \(Self.longestLatency) frames")
    return node.frames(
      "latency", .frameCount, sampleRate: sampleRate, allowed: range, findings: &findings)
  }
}

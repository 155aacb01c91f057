/// What could be read of the key `audio`.
struct AudioReading {
  private static let keys = ["rate", "period", "latency"]
  /// Periods the engine can plan for.
  private static let nativePeriods = [64, 128, 256, 512, 1024, 2048, 4096, 8192]
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
    guard let sampleRate, let period, let latency else { return }
    complete = Configuration.Audio(
      sampleRate: sampleRate, periodFrames: period, latencyFrames: latency)
  }

  private func period(_ node: Node, findings: inout Findings) -> Int? {
    let allowed = Self.nativePeriods.map(String.init).listed("or")
    let range = FrameRange(
      frames: 16...8192, text: "\(allowed) frames in this version")
    guard
      let period = node.frames(
        "period", .frameCount, sampleRate: sampleRate, allowed: range, findings: &findings)
    else { return nil }
    guard Self.nativePeriods.contains(period) else {
      findings.report("period is \(node.kindName); it must be \(range.text)", at: node.position)
      return nil
    }
    return period
  }

  /// Two periods unless the file says otherwise: one being played and one being filled.
  private func latency(_ mapping: MappingReader, period: Int?, findings: inout Findings) -> Int? {
    guard let node = mapping.value("latency") else { return period.map { 2 * $0 } }
    let least = period ?? 0
    let leastText = period.map { "one period (\($0) frames)" } ?? "one period"
    let range = FrameRange(
      frames: least...Self.longestLatency,
      text: "a whole number from \(leastText) to \(Self.longestLatency) frames")
    return node.frames(
      "latency", .frameCount, sampleRate: sampleRate, allowed: range, findings: &findings)
  }
}

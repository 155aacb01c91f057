internal import Realtime
internal import Session
internal import SignalProcessing

/// Levels, load and xruns on one line: redrawn in place on a terminal, a line a second elsewhere.
struct MeterLine {
  private let isTerminal = Console.isTerminal
  private var updates = 0
  /// Whether the cursor stands behind a line of ours.
  private var isOnLine = false
  /// Peaks since the last line, for outputs that are not redrawn each time.
  private var held: [[Float]] = []

  /// Called twenty times a second.
  mutating func show(_ status: LiveStatus) {
    let peaks = [status.inputs.map(\.peak), status.outputs.map(\.peak)]
    held = held.isEmpty ? peaks : zip(held, peaks).map { zip($0, $1).map(max) }
    updates += 1
    guard isTerminal || updates % 20 == 0 else { return }
    let line = text(status)
    Console().write(isTerminal ? "\r\u{1B}[K\(line)" : "\(line)\n")
    held = []
    isOnLine = isTerminal
  }

  /// Leaves the last line standing.
  mutating func end() {
    if isTerminal && isOnLine { Console().write("\n") }
    isOnLine = false
  }

  private func text(_ status: LiveStatus) -> String {
    let load = status.deadlines
    let worst = 100 * load.load(ofNanoseconds: load.worstNanoseconds)
    return """
      in \(bars(held[0]))  out \(bars(held[1]))  worst block \(worst.text(decimals: 1)) %  \
      xruns \(status.counts[.captureXruns] + status.counts[.playbackXruns])
      """
  }

  /// A bar of ten steps of 6 dB and the level, per channel.
  private func bars(_ peaks: [Float]) -> String {
    peaks.map { peak in
      let level = Decibels(amplitude: peak).value
      let steps = level.isFinite ? min(max(Int((level + 60) / 6), 0), 10) : 0
      let bar = String(repeating: "█", count: steps) + String(repeating: "░", count: 10 - steps)
      let number = level < -99 ? "-∞" : level.text(decimals: 1)
      return bar + String(repeating: " ", count: max(0, 6 - number.count)) + number
    }.joined(separator: " ")
  }
}

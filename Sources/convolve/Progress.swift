internal import Realtime
internal import SignalProcessing

/// How far a render is: redrawn ten times a second on a terminal, nothing elsewhere.
struct Progress {
  private let isShown: Bool
  private var lastShown = 0

  init(isShown: Bool) { self.isShown = isShown }

  mutating func show(_ progress: RenderProgress) {
    let now = MonotonicClock.nanoseconds
    guard isShown, now - lastShown > 100_000_000 else { return }
    lastShown = now
    Console().write("\r\u{1B}[K\(Self.line(progress))")
  }

  private static func line(_ progress: RenderProgress) -> String {
    let speed = progress.speed
    let rate = "\(speed.text(decimals: 0)) x real time"
    guard progress.frameCount > 0 else { return rate }
    let share = min(Double(progress.framesDone) / Double(progress.frameCount), 1)
    let left = Double(max(progress.frameCount - progress.framesDone, 0))
    let seconds = speed > 0 ? Int((left / Double(progress.sampleRate) / speed).rounded(.up)) : 0
    return "\((100 * share).text(decimals: 0)) %  \(rate)  ETA \(clock(min(seconds, 359_999)))"
  }

  /// Leaves a clean line.
  func end() { if isShown && lastShown > 0 { Console().write("\r\u{1B}[K") } }
}

/// A time to wait: `0:21`, `1:02:03`.
func clock(_ seconds: Int) -> String {
  func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
  let (hours, minutes) = (seconds / 3600, seconds / 60 % 60)
  let rest = two(seconds % 60)
  return hours > 0 ? "\(hours):\(two(minutes)):\(rest)" : "\(minutes):\(rest)"
}

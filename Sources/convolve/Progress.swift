internal import Realtime
internal import SignalProcessing

/// How far a render is: redrawn ten times a second on a terminal, nothing elsewhere.
struct Progress {
  private let isShown: Bool
  private let sampleRate: Int
  /// Frames that the input's header claims.
  private let frameCount: Int
  private let began = MonotonicClock.nanoseconds
  private var lastShown = 0

  init(sampleRate: Int, frameCount: Int, isShown: Bool) {
    self.sampleRate = sampleRate
    self.frameCount = frameCount
    self.isShown = isShown
  }

  mutating func show(framesDone: Int) {
    let now = MonotonicClock.nanoseconds
    guard isShown, now - lastShown > 100_000_000 else { return }
    lastShown = now
    let share = frameCount > 0 ? min(100 * Double(framesDone) / Double(frameCount), 100) : 0
    Console().write(
      "\r\u{1B}[K\(share.text(decimals: 0)) %  \(speed(framesDone).text(decimals: 0)) x real time")
  }

  /// Leaves a clean line.
  func end() { if isShown && lastShown > 0 { Console().write("\r\u{1B}[K") } }

  /// Seconds of sound per second.
  func speed(_ frames: Int) -> Double {
    let seconds = Double(max(MonotonicClock.nanoseconds - began, 1)) / 1e9
    return Double(frames) / Double(sampleRate) / seconds
  }
}

internal import Realtime

/// How far a file's render is.
struct RenderProgress: Sendable {
  let sampleRate: Int
  /// Frames that the input's header claims, 0 when it does not say.
  let frameCount: Int
  var framesDone = 0
  private let began = MonotonicClock.nanoseconds

  init(sampleRate: Int, frameCount: Int) {
    self.sampleRate = sampleRate
    self.frameCount = frameCount
  }

  /// Seconds of sound per second until now.
  var speed: Double {
    let seconds = Double(max(MonotonicClock.nanoseconds - began, 1)) / 1e9
    return Double(framesDone) / Double(sampleRate) / seconds
  }
}

extension GainRamp {
  /// Multiplies interleaved frames with the gain and moves on by them. The gains are those of the
  /// planar form.
  ///
  /// - Parameter samples: `[frames][channelCount]`.
  /// - Thread: audio.
  @_noLocks
  public mutating func apply(
    toInterleaved samples: UnsafeMutablePointer<Float>, frames: Int, channelCount: Int
  ) {
    precondition(frames >= 0 && channelCount > 0)
    var done = 0
    while done < frames && isMoving {
      let gains = nextGains()
      let run = min(8, min(frames - done, remainingFrames))
      for lane in 0..<run {
        let frame = samples + (done + lane) * channelCount
        for channel in 0..<channelCount { frame[channel] *= gains[lane] }
      }
      done += run
      advance(by: run)
    }
    applyStanding(to: samples + done * channelCount, frames: (frames - done) * channelCount)
  }
}

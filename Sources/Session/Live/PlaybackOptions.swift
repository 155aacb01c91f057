internal import AudioDevices

/// How the clocks of both devices are made one.
enum Clocks: Equatable {
  /// They are one.
  case one
  /// Playback resamples.
  case resampled
  /// The capture device's driver runs at another speed.
  case steered
}

/// What the playback side is held to, in frames.
struct PlaybackOptions: Equatable {
  let time: FrameTime
  let periodFrames: Int
  let bufferFrames: Int
  let channelCount: Int
  /// What the device was filled with before its start.
  let prefillFrames: Int
  /// Between a sample in and the same sample out: the prefill, and what following a clock adds.
  let latencyFrames: Int
  /// Of the ramp at the beginning and the end.
  let fadeFrames: Int
  /// Of the ramps around what is missing, 5 ms: short enough not to be missed for its own sake, long
  /// enough not to click.
  let mendFrames: Int
  /// A queue this short is filled up with whatever there is: a quarter of a period, 2 ms at most.
  /// Less would come too late on a busy machine, more would mistake a late block for a missing one.
  let marginFrames: Int
  /// What may wait beyond the latency: two periods, which come and go with the wake-ups, and 5 ms at
  /// least. More means that the device plays more slowly than it is fed.
  let excessFrames: Int

  let clocks: Clocks

  init(format: StreamFormat, latencyFrames: Int, fadeFrames: Int, clocks: Clocks = .one) {
    self.clocks = clocks
    time = FrameTime(rate: format.sampleRate)
    periodFrames = format.periodFrames
    bufferFrames = format.bufferFrames
    channelCount = format.channelCount
    prefillFrames = latencyFrames
    self.latencyFrames = latencyFrames + ClockFollower.delayFrames(clocks)
    self.fadeFrames = fadeFrames
    mendFrames = format.sampleRate / 200
    excessFrames = max(2 * format.periodFrames, format.sampleRate / 200)
    marginFrames = min(format.periodFrames / 4, format.sampleRate / 500)
  }
}

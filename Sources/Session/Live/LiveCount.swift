/// What the audio threads count. Every frame that is missing or added is in exactly one of these.
public enum LiveCount: Int, CaseIterable, Sendable {
  /// Blocks read from the capture device and rendered.
  case blocks
  /// Blocks of silence rendered while the capture device delivered nothing.
  case silentBlocks

  case captureXruns
  case playbackXruns
  /// Of those, how often both happened within 50 ms: one trouble, and told as one.
  case jointXruns
  case captureSuspensions
  case playbackSuspensions
  /// Errors of a driver that preparing the device cured.
  case captureErrors
  case playbackErrors
  /// Times that the capture device delivered nothing for eight periods.
  case captureStalls
  /// Times that the playback device ran and took nothing for 200 ms.
  case playbackStalls
  /// Times that a driver said something that cannot be true.
  case captureLies
  case playbackLies
  /// Times that nothing of the process ran for a second or more.
  case timeGaps
  /// Times that the clocks turned out to be too far apart to be followed; each mutes the output.
  case rateMismatches
  /// Times that playback had nothing to play.
  case starvations
  /// Times that the latency was made longer, because starvations came in storms.
  case latencyRaises

  /// Blocks that came in with what is no level, and were taken for silence.
  case poisonedInputs
  /// Blocks of which the chain made what is no level; each mutes the output, or has the untouched
  /// input stand in.
  case poisonedOutputs
  /// Blocks more than 20 dB above the ceiling; each mutes the output.
  case runaways
  /// Seconds in which the chain took longer for its blocks than they last.
  case overloads
  /// Samples that stood above the ceiling.
  case limitedSamples
  /// Times that a constant offset came up at an output.
  case offsets
  /// Times that the flushing of denormals was found switched off, and was switched on again.
  case flushingLosses

  /// Captured while the capture device was being started again; by its clock, so ±1.
  case lostFrames
  /// Rendered, but the ring was full.
  case overflowFrames
  /// Rendered, but not fit to be heard.
  case withheldFrames
  /// Dropped to come back to the latency, or because the device stopped before it could take them.
  case lateFrames
  /// Written and then dropped with the playback device's buffer; by its clock, so ±1.
  case unplayedFrames
  /// In the ring when the session ended.
  case leftoverFrames
  /// Silence, or the fading last frame, that playback put in where it had nothing.
  case fillerFrames
  /// Frames of silence put in to come back to the latency.
  case paddingFrames
}

/// Moments that a log tells of, and the number that goes with each.
public enum LiveEvent: Int, CaseIterable, Sendable {
  /// The number: 0.
  case captureXrun, playbackXrun, captureSuspended, playbackSuspended
  /// Capture and playback stopped together. The number: 0.
  case bothXruns
  /// The number: the errno.
  case captureError, playbackError
  /// The number: 0.
  case captureStalled, captureResumed, playbackStalled
  /// The number: 0.
  case starved
  /// The number: frames that were too many (above 0) or too few.
  case realigned
  /// The number: the new latency in frames.
  case latencyRaised
  /// The number: frames dropped.
  case overflow
  /// The number: 0.
  case inputPoisoned
  /// The output is muted until it is released. The number: 0.
  case outputPoisoned, runaway
  /// The chain made what is no sound: the untouched input is heard in its place until it is released.
  /// The number: 0.
  case inputStandsIn
  /// The chain takes longer than the sound lasts, and no more. The number: 0.
  case chainTooSlow, chainCaughtUp
  /// The number: samples limited.
  case limited
  /// The clocks are too far apart to be followed; the output is muted until it is released. The
  /// number: how far, in millionths.
  case rateMismatch
  /// The number: 0.
  case unmuted, flushingLost, offset
}

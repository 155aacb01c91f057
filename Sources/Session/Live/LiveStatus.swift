public import Realtime
public import SignalProcessing

/// A look at a running session.
public struct LiveStatus: Sendable {
  /// Blocks rendered so far.
  public var blockCount: Int
  public var blockFrames: Int
  public var captureXruns: Int
  public var playbackXruns: Int
  /// Times the system slept.
  public var suspensions: Int
  /// Frames rendered and then dropped, to come back to the set latency.
  public var droppedFrames: Int
  /// Samples limited to full scale on their way into an integer format.
  public var clippedSamples: Int
  /// Durations of the blocks so far against their period.
  public var deadlines: DeadlineMonitor.Snapshot
  /// Per channel, since the last look.
  public var inputs: [PeakMeter.Reading]
  public var outputs: [PeakMeter.Reading]

  /// Frames rendered so far.
  public var frameCount: Int { blockCount * blockFrames }
}

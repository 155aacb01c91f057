public import Realtime
public import SignalProcessing

/// A look at what the audio threads have counted.
public struct LiveCounts: Equatable, Sendable {
  private var values: [Int]

  /// All zero.
  public init() { values = LiveCount.allCases.map { _ in 0 } }

  init(_ values: [Int]) { self.values = values }

  public subscript(count: LiveCount) -> Int { values[count.rawValue] }

  /// Adds up what several sessions have counted.
  public static func + (a: LiveCounts, b: LiveCounts) -> LiveCounts {
    LiveCounts(zip(a.values, b.values).map(+))
  }
}

/// A look at a running session.
public struct LiveStatus: Sendable {
  public var counts: LiveCounts
  /// Frames between a sample in and the same sample out, but for what the engine adds.
  public var latencyFrames: Int
  /// How much faster the capture device's clock runs, in millionths; 0 where there is one clock.
  public var clockDifferencePPM: Double
  /// Samples limited to full scale on their way into an integer format.
  public var clippedSamples: Int
  /// Durations of the blocks so far against their period.
  public var deadlines: DeadlineMonitor.Snapshot
  /// Per channel, since the last look.
  public var inputs: [PeakMeter.Reading]
  public var outputs: [PeakMeter.Reading]
}

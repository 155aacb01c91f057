internal import Control
internal import JSON
internal import Realtime
internal import Session
internal import Settings
internal import SignalProcessing

/// The newest figures of the sound, for everybody who asks.
///
/// Thread: control.
final class LiveFigures {
  /// `nil` before the first sound, and what it was last while there is none.
  private(set) var status: LiveStatus?
  /// The highest output sample so far.
  private(set) var peak: Float = 0
  private var takenAt = Int.min
  private let startedAt: Int

  /// The rate of ears and eyes: faster costs, slower jerks.
  private static let intervalNanoseconds = 45_000_000

  /// - Parameter now: nanoseconds of the monotonic clock.
  init(now: Int) { startedAt = now }

  /// Takes what the meters saw since the last time.
  ///
  /// - Returns: whether there is news.
  func take(_ operation: LiveOperation, now: Int) -> Bool {
    guard takenAt == .min || now - takenAt >= Self.intervalNanoseconds,
      let status = operation.service.takeStatus()
    else { return false }
    takenAt = now
    self.status = status
    peak = max(peak, status.outputs.map(\.peak).max() ?? 0)
    return true
  }

  /// Seconds since the start.
  func uptime(now: Int) -> Double { Double(now - startedAt) / 1e9 }

  /// Samples that were limited, by the ceiling or on their way into integers.
  func clippedSamples(_ operation: LiveOperation) -> Int {
    operation.service.clippedSamples + operation.service.counts[.limitedSamples]
  }

  /// Levels in dBFS and load, as the topic and the command give them.
  func meters(_ operation: LiveOperation) -> [JSONValue.Member] {
    let counts = operation.service.counts
    let configuration = operation.configuration
    let xruns = counts[.captureXruns] + counts[.playbackXruns]
    var members: [JSONValue.Member] = [
      .init("inputs", Self.levels(configuration.capture.channels, status?.inputs)),
      .init("outputs", Self.levels(configuration.playback.channels, status?.outputs)),
      .init("clipped", .integer(clippedSamples(operation))),
      .init("xruns", .integer(xruns)),
    ]
    if let status {
      members += [
        .init("load", Self.load(status.deadlines)),
        .init("latency_frames", .integer(status.latencyFrames)),
        .init("clock_ppm", .rounded(status.clockDifferencePPM, decimals: 2)),
      ]
    }
    return members
  }

  private static func levels(
    _ names: [String], _ readings: [PeakMeter.Reading]?
  ) -> JSONValue {
    .array(
      zip(names, readings ?? []).map { name, reading in
        [
          "name": .string(name), "peak": decibels(reading.peakLevel.value),
          "rms": decibels(reading.rmsLevel.value),
        ]
      })
  }

  /// Silence has no level in JSON: null.
  static func decibels(_ value: Double) -> JSONValue {
    value.isFinite ? .rounded(value, decimals: 1) : .null
  }

  /// Upper ends of the ranges in which blocks are counted, as shares of the period.
  static let loadBounds = [0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1]

  /// Shares of the period.
  static func load(_ deadlines: DeadlineMonitor.Snapshot) -> JSONValue {
    func share(_ nanoseconds: Double) -> JSONValue {
      .rounded(nanoseconds / Double(deadlines.periodNanoseconds), decimals: 5)
    }
    return [
      "period_us": .rounded(Double(deadlines.periodNanoseconds) / 1000, decimals: 1),
      "mean": share(deadlines.meanNanoseconds), "median": share(Double(deadlines.p50Nanoseconds)),
      "p99": share(Double(deadlines.p99Nanoseconds)),
      "worst": share(Double(deadlines.worstNanoseconds)),
      "blocks": .integer(deadlines.blockCount), "late": .integer(deadlines.lateCount),
      "bounds": .array(loadBounds.map { .number($0) }),
      "counts": .array(deadlines.counts(upToShares: loadBounds).map { .integer($0) }),
    ]
  }
}

internal import Engine
public import Settings
internal import SignalProcessing

/// The frames from a sample in to the same sample out, with their reasons.
public struct LatencySum: Equatable, Sendable, CustomStringConvertible {
  public let sampleRate: Int
  /// Collected before the engine is called.
  public let periodFrames: Int
  /// Kept before playback.
  public let queuedFrames: Int
  /// To cut periods into the engine's blocks.
  public let adapterFrames: Int
  /// Of the chain's filters.
  public let filterFrames: Int

  /// - Parameter filterFrames: what the chain itself comes later.
  public init(_ audio: Configuration.Audio, filterFrames: Int) {
    sampleRate = audio.sampleRate
    periodFrames = audio.periodFrames
    queuedFrames = audio.latencyFrames - audio.periodFrames
    adapterFrames = BlockAdapter.latencyFrames(
      callFrames: audio.periodFrames,
      blockFrames: BlockAdapter.blockFrames(for: audio.periodFrames))
    self.filterFrames = filterFrames
  }

  public var frames: Int { periodFrames + queuedFrames + adapterFrames + filterFrames }

  public var milliseconds: Double { 1000 * Double(frames) / Double(sampleRate) }

  /// One line.
  public var description: String {
    """
    latency \(frames) frames (\(milliseconds.text(decimals: 1)) ms): \(periodFrames) collected, \
    \(queuedFrames) queued, \(adapterFrames) to cut periods into blocks, \(filterFrames) for the \
    filters
    """
  }
}

internal import Batch
internal import Rendering
internal import SoundFiles

/// Where the filter for a file comes from: prepared anew, or kept from another file.
///
/// Thread: any, and several at a time.
protocol FilterSource: Sendable {
  /// Whether filters are used more than once.
  var reuse: OfflineRequest.Reuse { get }

  /// The filter for a key; `prepare` makes it, blocks on the disk and takes its time.
  func filter(
    _ key: FilterKey, prepare: () throws(CommandFailure) -> PreparedFilter
  ) throws(CommandFailure) -> PreparedFilter
}

/// What filters of one ``RenderSettings`` differ by.
struct FilterKey: Hashable, Sendable {
  /// The impulse response's file, or the chain's.
  var response: String
  /// Of the impulse response; `nil` for all.
  var responseChannels: ChannelNumbers?
  /// Of the sound.
  var sampleRate: Int
  /// Of the sound.
  var channelCount: Int
}

/// An impulse response laid over a sound's channels at its rate, or a chain.
struct PreparedFilter: Sendable {
  let convolution: any OfflineConvolution
  /// Which files it was made from.
  let identities: [FileIdentity]
  /// What those held; nothing for a single file, of which no manifest tells.
  let applied: [AppliedFile]
  /// Frames of what comes out that are cut in front: up to the main peak, to lag 0, or a
  /// chain's latency.
  let shiftFrames: Int
  /// Those of them that come before the time of the impulse response's first tap, as ringing of what was
  /// resampled.
  var leadFrames = 0
  /// The highest magnitude that leaves it; `nil` for no limit.
  let ceiling: Float?
  /// What a user should be told about it, a sentence each.
  let notes: [String]
}

/// Every filter prepared anew, for a single file.
struct NewFilters: FilterSource {
  var reuse: OfflineRequest.Reuse { .once }

  func filter(
    _ key: FilterKey, prepare: () throws(CommandFailure) -> PreparedFilter
  ) throws(CommandFailure) -> PreparedFilter {
    try prepare()
  }
}

/// The taps of one filter per channel, with where they came from.
public struct ImpulseResponse: Equatable, Sendable {
  /// The file's path, or a name for one that was computed.
  public var source: String
  /// Taps per second.
  public let sampleRate: Int
  /// The taps, `[channel][frame]`: at least one channel, at least one frame, equal lengths. With
  /// every bit that the file has; an engine rounds them to its own samples.
  public let channels: [[Double]]
  /// What a user should be told about it once: each note one sentence that names the source.
  public var notes: [String]

  /// Impulse responses that it holds, one in each channel.
  public var channelCount: Int { channels.count }
  /// Taps of each channel.
  public var frameCount: Int { channels[0].count }

  /// - Precondition: a positive rate, at least one channel and one frame, equal lengths.
  public init(source: String, sampleRate: Int, channels: [[Double]], notes: [String] = []) {
    precondition(sampleRate > 0, "the sample rate is positive")
    precondition(channels.first?.isEmpty == false, "there is at least one channel and one frame")
    precondition(
      channels.allSatisfy { $0.count == channels[0].count }, "all channels have one length")
    self.source = source
    self.sampleRate = sampleRate
    self.channels = channels
    self.notes = notes
  }
}

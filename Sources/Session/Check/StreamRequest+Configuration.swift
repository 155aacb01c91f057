public import AudioDevices
public import Settings
internal import SignalProcessing

extension StreamRequest {
  /// What is asked of one of a configuration's devices.
  ///
  /// The buffer holds the latency and six periods more: two, so that a late wake-up finds room, and
  /// four by which the latency can be raised when playback runs dry again and again. Room that stays
  /// empty adds no latency.
  public init(_ endpoint: Configuration.Endpoint, _ audio: Configuration.Audio) {
    self.init(
      sampleRate: audio.sampleRate, channelCount: endpoint.channels.count,
      periodFrames: audio.periodFrames,
      bufferFrames: audio.latencyFrames + 6 * audio.periodFrames,
      sampleFormat: endpoint.format.flatMap { SampleFormat(rawValue: $0.rawValue) })
  }
}

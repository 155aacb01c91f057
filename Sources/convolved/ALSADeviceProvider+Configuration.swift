internal import ALSADevices
internal import AudioDevices
internal import Settings
internal import SignalProcessing

extension ALSADeviceProvider {
  /// Of the devices that a configuration names.
  convenience init(_ configuration: Configuration) {
    self.init(
      capture: Self.endpoint(configuration.capture, configuration.audio),
      playback: Self.endpoint(configuration.playback, configuration.audio), isDithering: false)
  }

  /// Opens what a configuration names from now on; dithers what is not the capture's own samples.
  func aim(at configuration: Configuration, _ isTransparent: Bool) {
    captureEndpoint = Self.endpoint(configuration.capture, configuration.audio)
    playbackEndpoint = Self.endpoint(configuration.playback, configuration.audio)
    isDithering = configuration.playback.dither == .auto && !isTransparent
  }

  /// The buffer holds the latency and six periods more: two, so that a late wake-up finds room, and
  /// four by which the latency can be raised when playback runs dry again and again. Room that stays
  /// empty adds no latency.
  private static func endpoint(
    _ endpoint: Configuration.Endpoint, _ audio: Configuration.Audio
  ) -> Endpoint {
    Endpoint(
      name: endpoint.device,
      request: StreamRequest(
        sampleRate: audio.sampleRate, channelCount: endpoint.channels.count,
        periodFrames: audio.periodFrames,
        bufferFrames: audio.latencyFrames + 6 * audio.periodFrames,
        sampleFormat: endpoint.format.flatMap { SampleFormat(rawValue: $0.rawValue) }))
  }
}

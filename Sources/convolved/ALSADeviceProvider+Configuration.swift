internal import ALSADevices
internal import AudioDevices
internal import Session
internal import Settings

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

  private static func endpoint(
    _ endpoint: Configuration.Endpoint, _ audio: Configuration.Audio
  ) -> Endpoint {
    Endpoint(name: endpoint.device, request: StreamRequest(endpoint, audio))
  }
}

public import Settings
internal import SignalProcessing

extension LiveSession.Options {
  /// How a configuration wants its session to run.
  public init(_ configuration: Configuration) {
    let audio = configuration.audio
    let matching: ClockMatching =
      switch audio.rateMatching {
      case .auto: .auto
      case .on: .on
      case .off: .off
      }
    self.init(
      latencyFrames: audio.latencyFrames, fadeFrames: audio.sampleRate / 50,
      ceiling: Float(Decibels(configuration.playback.ceilingDecibels).amplitude),
      matching: matching, onFault: FaultResponse(configuration.playback.onFault))
  }
}

extension FaultResponse {
  init(_ wanted: Configuration.FaultResponse) {
    switch wanted {
    case .mute: self = .mute
    case .bypass(let decibels): self = .bypass(gain: Float(Decibels(decibels).amplitude))
    }
  }
}

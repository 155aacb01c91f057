/// An impulse response that this project makes itself.
///
/// The same recipe at the same sampling rate gives the same bits on every run of one build. Another
/// machine's C library may round a sine or a logarithm differently; the difference stays below
/// -120 dB of the peak.
public enum Recipe: String, CaseIterable, Sendable {
  case dirac
  case room
  case hall
  case hallTrueStereo = "hall-true-stereo"

  /// The impulse response.
  ///
  /// - Precondition: `sampleRate` lies within ``SynthesizedSound/sampleRates``.
  /// - Complexity: up to a second in a release build, at 48 kHz.
  public func synthesize(sampleRate: Int = 48000) -> SynthesizedSound {
    precondition(SynthesizedSound.sampleRates.contains(sampleRate))
    let channels = model.map { RoomResponse(room: $0, sampleRate: sampleRate).render() } ?? [[1]]
    return SynthesizedSound(name: rawValue, sampleRate: sampleRate, channels: channels)
  }

  /// The room that the recipe describes, if it is one.
  private var model: ShoeboxRoom? {
    switch self {
    case .dirac: nil
    case .room: .livingRoom
    case .hall: .hall
    case .hallTrueStereo: .hallWithTwoSources
    }
  }
}

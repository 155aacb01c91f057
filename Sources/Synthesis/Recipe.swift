/// An impulse response that this project makes itself.
///
/// The same recipe at the same sampling rate gives the same bits on every run of one build. Another
/// machine's C library may round a sine or a logarithm differently; the difference stays below
/// -120 dB of the peak.
///
/// The direct sound stands at frame 0. The energy of all that arrives at one receiver is 1/2, so
/// that white noise loses 3 dB and music, whose octaves ring longest, about keeps its level.
public enum Recipe: String, CaseIterable, Sendable {
  /// One sample of 1: passes sound on as it is.
  case dirac
  /// A furnished living room: left and right.
  case room
  /// A concert hall: left and right.
  case hall
  /// The hall with two sources on its stage: left to left, left to right, right to left, right to
  /// right.
  case hallTrueStereo = "hall-true-stereo"

  /// The impulse response, with the recipe's raw value as its name.
  ///
  /// - Precondition: `sampleRate` lies within ``SynthesizedSound/sampleRates``.
  /// - Complexity: at 48 kHz up to a second even in an unoptimised build, and 40 MB.
  /// - Thread: any but an audio thread.
  public func synthesize(sampleRate: Int = 48000) -> SynthesizedSound {
    precondition(SynthesizedSound.sampleRates.contains(sampleRate))
    let channels = model.map { RoomResponse(room: $0, sampleRate: sampleRate).render() } ?? [[1]]
    return SynthesizedSound(name: rawValue, sampleRate: sampleRate, channels: channels)
  }

  /// What each channel is: an output, or a source and a receiver.
  public var channelNames: [String] {
    switch self {
    case .dirac: ["mono"]
    case .room, .hall: ["L", "R"]
    case .hallTrueStereo: ["LL", "LR", "RL", "RR"]
    }
  }

  /// The decay that was asked for, octave by octave from low to high; empty for `dirac`.
  public var reverberationTargets: [ReverberationTarget] {
    guard let model else { return [] }
    return zip(OctaveBands.centres, model.reverberationTimes).map {
      ReverberationTarget(octave: $0, seconds: $1)
    }
  }

  /// The room that the recipe describes, if it is one.
  var model: ShoeboxRoom? {
    switch self {
    case .dirac: nil
    case .room: .livingRoom
    case .hall: .hall
    case .hallTrueStereo: .hallWithTwoSources
    }
  }
}

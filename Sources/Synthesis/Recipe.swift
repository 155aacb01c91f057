internal import SignalProcessing

/// An impulse response that this project makes itself.
///
/// The same recipe at the same sampling rate gives the same bits on every run of one build. Another
/// machine's C library may round a sine or a logarithm differently; the difference stays below
/// -120 dB of the peak.
///
/// The direct sound of a room stands at frame 0. The energy of all that arrives at one output of a
/// reverberation is 1/2, so that white noise loses 3 dB and music, whose octaves ring longest, about
/// keeps its level. Filters are loudest at 0 dB.
public enum Recipe: String, CaseIterable, Sendable {
  /// One sample of 1: passes sound on as it is.
  case dirac
  /// A furnished living room: left and right.
  case room
  /// The booth of a studio: left and right.
  case studio
  /// A hall for chamber music: left and right.
  case chamber
  /// A concert hall: left and right.
  case hall
  /// The hall with two sources on its stage: left to left, left to right, right to left, right to
  /// right.
  case hallTrueStereo = "hall-true-stereo"
  /// A stone church: left and right.
  case cathedral
  /// A plate of steel: left and right.
  case plate
  /// A tank of springs: left and right.
  case spring
  /// A guitar cabinet's colour.
  case cabinet1x12 = "cabinet-1x12"
  /// A larger guitar cabinet's colour.
  case cabinet4x12 = "cabinet-4x12"
  /// A telephone line.
  case telephone
  /// The ways of a crossover at 2 kHz whose sum is an all-pass.
  case crossoverLow = "crossover-low"
  case crossoverHigh = "crossover-high"
  /// The ways of a crossover at 2 kHz whose sum is a delay.
  case linearCrossoverLow = "crossover-linear-low"
  case linearCrossoverHigh = "crossover-linear-high"

  /// How the samples of a file are best kept.
  public enum Storage: Sendable {
    /// 24 bits: below the noise of any room.
    case integer
    /// A filter's small taps must keep their bits.
    case float
  }

  /// The impulse response, with the recipe's raw value as its name.
  ///
  /// - Precondition: `sampleRate` lies within ``SynthesizedSound/sampleRates``.
  /// - Complexity: at 48 kHz up to 3 seconds, and 100 MB.
  /// - Thread: any but an audio thread.
  public func synthesize(sampleRate: Int = 48000) -> SynthesizedSound {
    precondition(SynthesizedSound.sampleRates.contains(sampleRate))
    return SynthesizedSound(
      name: rawValue, sampleRate: sampleRate, channels: model.render(sampleRate: sampleRate))
  }

  /// What each channel is: an output, or a source and a receiver.
  public var channelNames: [String] { model.channelNames }

  /// The decay that was asked for, octave by octave from low to high; empty for filters.
  public var reverberationTargets: [ReverberationTarget] { model.reverberationTargets }

  public var storage: Storage { reverberationTargets.isEmpty ? .float : .integer }

  var model: any ResponseModel {
    switch self {
    case .dirac: UnitImpulse()
    case .room: ShoeboxRoom.livingRoom
    case .studio: ShoeboxRoom.studio
    case .chamber: ShoeboxRoom.chamber
    case .hall: ShoeboxRoom.hall
    case .hallTrueStereo: ShoeboxRoom.hallWithTwoSources
    case .cathedral: ShoeboxRoom.cathedral
    case .plate: SteelPlate.studioPlate
    case .spring: SpringTank.guitarTank
    case .cabinet1x12: ToneFilter.cabinet1x12
    case .cabinet4x12: ToneFilter.cabinet4x12
    case .telephone: ToneFilter.telephone
    case .crossoverLow: CrossoverWay(shape: .linkwitzRiley, way: .low)
    case .crossoverHigh: CrossoverWay(shape: .linkwitzRiley, way: .high)
    case .linearCrossoverLow: CrossoverWay(shape: .linear, way: .low)
    case .linearCrossoverHigh: CrossoverWay(shape: .linear, way: .high)
    }
  }
}

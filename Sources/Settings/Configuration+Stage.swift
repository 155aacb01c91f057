extension Configuration {
  /// One step of the chain.
  public enum Stage: Equatable, Sendable {
    /// Convolution with an impulse response.
    case convolve(ConvolveSettings)
    /// A fixed gain on some channels.
    case gain(GainSettings)
    /// A mixing matrix; it alone changes which channels there are.
    case route(RouteSettings)
    /// Low and high passes of a crossover.
    case crossover(CrossoverSettings)
    /// An equaliser.
    case equalizer(EqualizerSettings)
    /// A delay on some channels.
    case delay(DelaySettings)
    /// The polarity of some channels turned.
    case invert(InvertSettings)
    /// A ceiling for some channels.
    case limiter(LimiterSettings)
  }
}

extension Configuration.Stage {
  /// What control calls it.
  public var name: String? {
    switch self {
    case .convolve(let settings): settings.name
    case .gain(let settings): settings.name
    case .route(let settings): settings.name
    case .crossover(let settings): settings.name
    case .equalizer(let settings): settings.name
    case .delay(let settings): settings.name
    case .invert(let settings): settings.name
    case .limiter(let settings): settings.name
    }
  }

  /// The kind's key in the file.
  public var kind: String {
    switch self {
    case .convolve: StageReader.convolve.kind
    case .gain: StageReader.gain.kind
    case .route: StageReader.route.kind
    case .crossover: StageReader.crossover.kind
    case .equalizer: StageReader.equalizer.kind
    case .delay: StageReader.delay.kind
    case .invert: StageReader.invert.kind
    case .limiter: StageReader.limiter.kind
    }
  }
}

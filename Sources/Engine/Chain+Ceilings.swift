public import Convolution

extension Chain {
  /// The highest magnitude that each output can have because of limiters; infinite without one.
  ///
  /// Follows a limiter's ceiling through gains, routes and whole delays; any filter after it can
  /// pile its samples up, and counts as none.
  public var outputCeilings: [Sample] {
    var ceilings = [Sample](repeating: .infinity, count: inputCount)
    for stage in stages {
      switch stage {
      case .gain(let gains):
        ceilings = zip(ceilings, gains).map { Self.scaled($0, by: $1) }
      case .route(let route):
        ceilings = route.outputs.map { terms in
          terms.reduce(0) { $0 + Self.scaled(ceilings[$1.input], by: $1.gain) }
        }
      case .convolve(let stage):
        for channel in stage.outputs { ceilings[channel] = .infinity }
      case .filter(let stage):
        for (channel, sections) in stage.sections.enumerated() where !sections.isEmpty {
          ceilings[channel] = .infinity
        }
      case .delay(let stage):
        for (channel, frames) in stage.frames.enumerated() where frames != frames.rounded() {
          ceilings[channel] = .infinity
        }
      case .limiter(let stage):
        for channel in stage.groups.joined() { ceilings[channel] = Sample(stage.ceiling) }
      }
    }
    return ceilings
  }

  /// An infinite level times nothing is nothing.
  private static func scaled(_ ceiling: Sample, by gain: Sample) -> Sample {
    gain == 0 ? 0 : ceiling * gain.magnitude
  }
}

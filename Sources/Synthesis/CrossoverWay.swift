internal import SignalProcessing

/// One way of a two-way crossover.
struct CrossoverWay: ResponseModel {
  /// How the two ways meet.
  enum Shape {
    /// Linkwitz and Riley, order 4: the ways add up to an all-pass.
    case linkwitzRiley
    /// Linear phase: the ways add up to a delay.
    case linear
  }

  var shape: Shape
  var way: CrossoverDesign.Way
  /// Hz.
  static let frequency = 2000.0

  let channelNames = ["mono"]

  var summary: String {
    let name = way == .low ? "Low" : "High"
    switch shape {
    case .linkwitzRiley:
      return """
        \(name) way of a crossover by Linkwitz and Riley, order 4 at \(Int(Self.frequency)) Hz; both \
        ways add up to an all-pass.
        """
    case .linear:
      return """
        \(name) way of a linear-phase crossover at \(Int(Self.frequency)) Hz; both ways add up to \
        the unit impulse in the middle.
        """
    }
  }

  func render(sampleRate: Int) -> [[Float]] {
    let place = Self.frequency / Double(sampleRate)
    switch shape {
    case .linkwitzRiley:
      let design = CrossoverDesign(alignment: .linkwitzRiley, order: 4, cyclesPerFrame: place)
      return [design.sections(way).impulseResponse().map { Float($0) }]
    case .linear:
      let design = LinearPhaseCrossover(
        cyclesPerFrame: place, tapCount: LinearPhaseCrossover.tapCount(cyclesPerFrame: place))
      return [(way == .low ? design.lowTaps : design.highTaps).map { Float($0) }]
    }
  }
}

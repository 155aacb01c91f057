import Convolution

/// What one step of a compiled chain does: plain values, from which the step is built and by which
/// two chains are compared.
struct StepRecipe: Equatable {
  /// The channels that the step leaves, as sums of those it meets; a convolved one is empty here.
  var route: RouteStage
  /// What is done beside routing.
  var work: Work

  enum Work: Equatable {
    case none
    /// Its outputs replace channels.
    case convolution(ConvolveStage)
    case filters(FilterStage)
    case delays(DelayStage)
    case limiters(LimiterStage)
  }

  /// The part that is convolved.
  var convolution: ConvolveStage? {
    if case .convolution(let stage) = work { return stage }
    return nil
  }

  private init(route: RouteStage, work: Work = .none) {
    self.route = route
    self.work = work
  }

  private init(channels: Int, work: Work) {
    self.init(
      route: RouteStage(outputs: (0..<channels).map { [.init(input: $0, gain: 1)] }), work: work)
  }

  /// The steps of a chain, one per stage and one more where a stage makes others late.
  static func steps(of chain: Chain) -> [StepRecipe] {
    var channels = chain.inputCount
    return chain.alignedStages.map { stage in
      defer { channels = stage.channelCount(after: channels) }
      return StepRecipe(stage, channels: channels)
    }
  }

  private init(_ stage: Chain.Stage, channels: Int) {
    switch stage {
    case .gain(let gains):
      self.init(
        route: RouteStage(
          outputs: gains.enumerated().map { [.init(input: $0.offset, gain: $0.element)] }))
    case .route(let stage):
      self.init(route: stage)
    case .convolve(let stage):
      self.init(stage, channels: channels)
    case .filter(let stage):
      self.init(channels: channels, work: .filters(stage))
    case .delay(let stage):
      self.init(channels: channels, work: .delays(stage))
    case .limiter(let stage):
      self.init(channels: channels, work: .limiters(stage))
    }
  }

  /// An output that only single taps at frame 0 reach is routed, not convolved: a unit impulse
  /// passes its samples bit by bit.
  private init(_ stage: ConvolveStage, channels: Int) {
    let matrix = stage.matrix
    let convolved = Set(matrix.paths.filter { !$0.isGain }.map(\.output)).sorted()
    var terms = (0..<channels).map { [RouteStage.Term(input: $0, gain: 1)] }
    for (index, channel) in stage.outputs.enumerated() {
      terms[channel] =
        convolved.contains(index)
        ? []
        : matrix.paths.filter { $0.output == index }.compactMap { path in
          path.taps.first.map { .init(input: stage.inputs[path.input], gain: $0) }
        }
    }
    if convolved.isEmpty {
      self.init(route: RouteStage(outputs: terms))
      return
    }
    let paths = matrix.paths.compactMap { path in
      convolved.firstIndex(of: path.output).map { output in
        ImpulseMatrix.Path(input: path.input, output: output, taps: path.taps)
      }
    }
    self.init(
      route: RouteStage(outputs: terms),
      work: .convolution(
        ConvolveStage(
          inputs: stage.inputs, outputs: convolved.map { stage.outputs[$0] },
          matrix: ImpulseMatrix(
            inputCount: matrix.inputCount, outputCount: convolved.count, paths: paths),
          latencyFrames: stage.latencyFrames)))
  }
}

extension ImpulseMatrix.Path {
  /// Whether the path only multiplies: no tap after the first is other than zero.
  fileprivate var isGain: Bool { taps.dropFirst().allSatisfy { $0 == 0 } }
}

import Convolution

/// A chain compiled to flat steps with all the memory they need.
///
/// Thread: made and freed off the audio thread; the audio thread follows its raw pointers only.
final class RenderPlan {
  let blockFrames: Int
  let inputCount: Int
  let outputCount: Int
  /// Channels of the widest point.
  let width: Int
  let steps: UnsafeMutablePointer<RenderStep>
  let stepCount: Int
  private let owned: [OwnedStep]

  /// - Parameter planner: chooses the partitions for a matrix.
  init(_ chain: Chain, blockFrames: Int, planner: (ImpulseMatrix) -> PartitionPlan) {
    self.blockFrames = blockFrames
    inputCount = chain.inputCount
    outputCount = chain.outputCount
    var owned: [OwnedStep] = []
    var channels = chain.inputCount
    var width = channels
    for stage in chain.stages {
      owned += Self.compile(stage, channels: channels, planner: planner)
      channels = stage.channelCount(after: channels)
      width = max(width, channels)
    }
    self.width = width
    self.owned = owned
    stepCount = owned.count
    steps = .allocate(capacity: max(owned.count, 1))
    steps.initialize(from: owned.map(\.step), count: owned.count)
  }

  deinit { steps.deallocate() }

  /// Bytes of spectra, histories and buffers of all convolutions.
  var byteCount: Int { owned.reduce(0) { $0 + $1.byteCount } }

  /// The partitions of each convolution, in order.
  var partitionPlans: [PartitionPlan] { owned.compactMap(\.partitionPlan) }

  private static func compile(
    _ stage: Chain.Stage, channels: Int, planner: (ImpulseMatrix) -> PartitionPlan
  ) -> [OwnedStep] {
    switch stage {
    case .gain(let gains):
      return [
        OwnedStep(
          route: RouteStage(
            outputs: gains.enumerated().map { [.init(input: $0.offset, gain: $0.element)] }))
      ]
    case .route(let route):
      return [OwnedStep(route: route)]
    case .convolve(let convolve):
      return compile(convolve, channels: channels, planner: planner)
    }
  }

  /// An output that only single taps at frame 0 reach is routed, not convolved: a unit impulse
  /// passes its samples bit by bit.
  private static func compile(
    _ stage: ConvolveStage, channels: Int, planner: (ImpulseMatrix) -> PartitionPlan
  ) -> [OwnedStep] {
    let matrix = stage.matrix
    let convolved = Set(matrix.paths.filter { !$0.isGain }.map(\.output)).sorted()
    var terms = (0..<channels).map { [RouteStage.Term(input: $0, gain: 1)] }
    for (index, channel) in stage.outputs.enumerated() {
      terms[channel] = matrix.paths.filter { $0.output == index }.compactMap { path in
        path.taps.first.map { .init(input: stage.inputs[path.input], gain: $0) }
      }
    }
    if convolved.isEmpty { return [OwnedStep(route: RouteStage(outputs: terms))] }

    // The convolution reads the channels before anything is replaced.
    let sources = matrix.paths.filter { convolved.contains($0.output) }
    let reduced = ImpulseMatrix(
      inputCount: matrix.inputCount, outputCount: convolved.count,
      paths: sources.map { path in
        .init(
          input: path.input, output: convolved.firstIndex(of: path.output) ?? 0, taps: path.taps)
      })
    for index in convolved { terms[stage.outputs[index]] = [] }
    return [
      OwnedStep(
        convolver: PartitionedConvolver(FilterBank(reduced, plan: planner(reduced))),
        inputs: stage.inputs, outputs: convolved.map { stage.outputs[$0] },
        rest: RouteStage(outputs: terms))
    ]
  }
}

extension ImpulseMatrix.Path {
  /// Whether the path only multiplies: no tap after the first is other than zero.
  fileprivate var isGain: Bool { taps.dropFirst().allSatisfy { $0 == 0 } }
}

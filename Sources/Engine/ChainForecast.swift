public import Convolution

/// What an engine for a chain would take of memory and of the processor, before anything of it is
/// allocated.
public struct ChainForecast: Sendable {
  /// One convolution of the chain.
  public struct Convolution: Sendable {
    /// Its place among the chain's stages.
    public let stage: Int
    public let plan: PartitionPlan
    /// Impulse responses from an input to an output that are convolved.
    public let pathCount: Int
    /// By the planner's model.
    public let load: ConvolverLoad
    public let byteCount: Int
  }

  public let convolutions: [Convolution]
  /// Bytes of the whole engine: convolutions, delays and buffers.
  public let byteCount: Int

  /// - Complexity: plans every convolution; milliseconds each. Thread: control.
  public init(_ chain: Chain, blockFrames: Int, planner: Planner) {
    var convolutions: [Convolution] = []
    var byteCount = 0
    var channels = chain.inputCount, widest = channels
    for (index, stage) in chain.stages.enumerated() {
      let part = Chain(inputCount: channels, stages: [stage])
      for step in StepRecipe.steps(of: part) {
        byteCount += step.delayByteCount(blockFrames: blockFrames)
        guard let matrix = step.convolution?.matrix else { continue }
        let plan = planner.plan(matrix, blockFrames: blockFrames)
        convolutions.append(
          Convolution(
            stage: index, plan: plan, pathCount: matrix.paths.count,
            load: planner.load(of: plan, for: matrix),
            byteCount: planner.byteCount(of: plan, for: matrix)))
      }
      channels = part.outputCount
      widest = max(widest, channels)
    }
    self.convolutions = convolutions
    self.byteCount =
      byteCount + 2 * widest * blockFrames * MemoryLayout<Sample>.stride
      + convolutions.reduce(0) { $0 + $1.byteCount }
  }

  /// Of all convolutions: their sum, the worst calls counted as if they came together.
  public var load: ConvolverLoad {
    ConvolverLoad(
      meanNanosecondsPerFrame: convolutions.reduce(0) { $0 + $1.load.meanNanosecondsPerFrame },
      worstCallbackNanoseconds: convolutions.reduce(0) { $0 + $1.load.worstCallbackNanoseconds })
  }
}

extension Chain {
  /// Frames by which each stage delays the sound, beyond what it was asked to.
  public var stageLatencyFrames: [Int] { stages.map(\.latencyFrames) }

  /// Bytes that an engine for this chain takes, within a factor of two: spectra and histories as if
  /// all partitions were of one block, and delays.
  ///
  /// - Complexity: the paths once.
  public func roughByteCount(blockFrames: Int) -> Int {
    let size = MemoryLayout<Sample>.stride
    return stages.reduce(0) { sum, stage in
      switch stage {
      case .convolve(let stage):
        let frames = { (taps: Int) in (taps + blockFrames - 1) / blockFrames * blockFrames }
        let taps = stage.matrix.paths.reduce(0) { $0 + frames($1.taps.count) }
        return sum + 2 * size * (taps + stage.matrix.inputCount * frames(stage.matrix.tapCount))
      case .delay(let stage):
        return sum + stage.lines.reduce(0) { $0 + $1.wholeFrames * size }
      case .gain, .route, .filter, .limiter:
        return sum
      }
    }
  }
}

extension StepRecipe {
  /// Bytes of the delay lines.
  fileprivate func delayByteCount(blockFrames: Int) -> Int {
    guard case .delays(let stage) = work else { return 0 }
    return stage.lines.reduce(0) { $0 + DelayLine.byteCount(of: $1, blockFrames: blockFrames) }
  }
}

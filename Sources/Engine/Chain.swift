public import Convolution

/// What is done to the sound, in order: plain values from which a ``RenderEngine`` is built.
public struct Chain: Equatable, Sendable {
  /// One step of the chain.
  public enum Stage: Equatable, Sendable {
    case convolve(ConvolveStage)
    /// One linear factor per channel.
    case gain([Sample])
    case route(RouteStage)
    case filter(FilterStage)
    case delay(DelayStage)
    case limiter(LimiterStage)
  }

  public let inputCount: Int
  public let stages: [Stage]

  /// - Precondition: every stage fits the channels that the stages before it leave.
  public init(inputCount: Int, stages: [Stage]) {
    precondition(inputCount > 0)
    var channels = inputCount
    for stage in stages {
      precondition(stage.accepts(channels))
      channels = stage.channelCount(after: channels)
    }
    self.inputCount = inputCount
    self.stages = stages
    outputCount = channels
  }

  public let outputCount: Int

  /// Frames that sound on after the input has ended.
  public var tailFrames: Int {
    alignedStages.reduce(0) { $0 + $1.tailFrames }
  }
}

/// Some of the channels convolved with a matrix of impulse responses; the others pass.
public struct ConvolveStage: Equatable, Sendable {
  /// Channels that feed the matrix's inputs, in its order.
  public var inputs: [Int]
  /// Channels that the matrix's outputs replace, in its order.
  public var outputs: [Int]
  public var matrix: ImpulseMatrix
  /// Frames by which the taps delay on purpose, as a linear-phase filter does: the channels outside
  /// become as late.
  public var latencyFrames: Int

  /// - Precondition: the lists name as many different channels as the matrix has.
  public init(inputs: [Int], outputs: [Int], matrix: ImpulseMatrix, latencyFrames: Int = 0) {
    precondition(latencyFrames >= 0)
    precondition(inputs.count == matrix.inputCount && Set(inputs).count == inputs.count)
    precondition(outputs.count == matrix.outputCount && Set(outputs).count == outputs.count)
    self.inputs = inputs
    self.outputs = outputs
    self.matrix = matrix
    self.latencyFrames = latencyFrames
  }
}

/// New channels as weighted sums of the old ones.
public struct RouteStage: Equatable, Sendable {
  /// One channel's share of another.
  public struct Term: Equatable, Sendable {
    public var input: Int
    /// Linear; negative turns the polarity.
    public var gain: Sample

    public init(input: Int, gain: Sample) {
      self.input = input
      self.gain = gain
    }
  }

  /// Per new channel; one without terms is silent.
  public var outputs: [[Term]]

  public init(outputs: [[Term]]) { self.outputs = outputs }
}

extension Chain.Stage {
  func accepts(_ channels: Int) -> Bool {
    switch self {
    case .convolve(let stage):
      (stage.inputs + stage.outputs).allSatisfy { (0..<channels).contains($0) }
    case .gain(let gains):
      gains.count == channels
    case .route(let stage):
      !stage.outputs.isEmpty
        && stage.outputs.joined().allSatisfy { (0..<channels).contains($0.input) }
    case .filter(let stage):
      stage.sections.count == channels
    case .delay(let stage):
      stage.frames.count == channels
    case .limiter(let stage):
      stage.groups.joined().allSatisfy { (0..<channels).contains($0) }
    }
  }

  /// Frames that the stage sounds on after its input has ended.
  var tailFrames: Int {
    switch self {
    case .convolve(let stage): max(stage.matrix.tapCount - 1, 0)
    case .filter(let stage): stage.tailFrames
    case .delay(let stage): stage.tailFrames
    case .limiter(let stage): stage.lookAheadFrames
    case .gain, .route: 0
    }
  }

  func channelCount(after channels: Int) -> Int {
    if case .route(let stage) = self { return stage.outputs.count }
    return channels
  }
}

public import Convolution
public import Engine
public import Settings
internal import SignalProcessing

/// What a configuration asks for, once everything that it names is loaded and nothing plays yet: what
/// `convolve check` prints, and a daemon before its first sound.
public struct ChainReport: Sendable {
  /// One stage of the configuration.
  public struct Stage: Equatable, Sendable {
    /// The kind's key in the file.
    public var kind: String
    public var name: String?
    /// What it does, to which channels, in one line.
    public var summary: String
    /// Frames by which it delays all channels, beyond what it was asked to.
    public var latencyFrames: Int
    /// Of each of its convolutions.
    public var plans: [PartitionPlan]
    /// Bytes of its convolutions.
    public var byteCount: Int
    /// Share of a core that its convolutions take, predicted.
    public var meanLoad: Double
  }

  /// One playback channel and how loud it can become.
  public struct Output: Equatable, Sendable {
    public var channel: String
    public var headroom: OutputHeadroom
    /// Hz at which it answers loudest.
    public var peakHertz: Double
    /// What limiters hold it at, linear; infinite without one.
    public var ceiling: Double
  }

  public let configuration: Configuration
  public let stages: [Stage]
  public let outputs: [Output]
  public let latency: LatencySum
  /// What the configuration does not say by itself, a sentence each.
  public let notes: [String]
  /// Frames of each call of the engine.
  public let blockFrames: Int
  /// Bytes that the engine takes.
  public let byteCount: Int
  /// Of all convolutions, by the planner's model.
  public let load: ConvolverLoad

  /// - Parameter costs: what the load is predicted with.
  /// - Complexity: plans every convolution and transforms every response: some tenths of a second
  ///   for ten seconds of response. Thread: control.
  public init(
    _ configuration: Configuration, _ preparation: ChainPreparation, costs: KernelCosts
  ) {
    let audio = configuration.audio
    let block = BlockAdapter.blockFrames(for: audio.periodFrames)
    let forecast = ChainForecast(
      preparation.chain, blockFrames: block, planner: Planner(costs: costs, goal: .live))
    self.configuration = configuration
    stages = configuration.chain.indices.map { index in
      Stage(index, configuration, preparation, forecast)
    }
    outputs = Self.outputs(configuration, preparation.chain)
    latency = LatencySum(
      audio, filterFrames: preparation.chain.stageLatencyFrames.reduce(0, +))
    notes = preparation.notes
    blockFrames = block
    byteCount = forecast.byteCount
    load = forecast.load
  }

  private static func outputs(_ configuration: Configuration, _ chain: Chain) -> [Output] {
    let levels = zip(Headroom.outputs(of: chain.combinedMatrix()), chain.outputCeilings)
    return zip(configuration.playback.channels, levels).map { channel, level in
      Output(
        channel: channel, headroom: level.0,
        peakHertz: level.0.responsePeak.hertz(sampleRate: configuration.audio.sampleRate),
        ceiling: Double(level.1))
    }
  }

  /// The time that a block lasts, in nanoseconds.
  public var blockNanoseconds: Double {
    1e9 * Double(blockFrames) / Double(configuration.audio.sampleRate)
  }
}

extension ChainReport.Stage {
  init(
    _ index: Int, _ configuration: Configuration, _ preparation: ChainPreparation,
    _ forecast: ChainForecast
  ) {
    let stage = configuration.chain[index], range = preparation.stageRanges[index]
    let chain = preparation.chain, sampleRate = configuration.audio.sampleRate
    let convolutions = forecast.convolutions.filter { range.contains($0.stage) }
    kind = stage.kind
    name = stage.name
    summary = StageSummary(sampleRate: sampleRate, responsePath: preparation.responsePaths[index])
      .text(stage, chain.stages[range])
    latencyFrames = chain.stageLatencyFrames[range].reduce(0, +)
    plans = convolutions.map(\.plan)
    byteCount = convolutions.reduce(0) { $0 + $1.byteCount }
    meanLoad = convolutions.reduce(0) { $0 + $1.load.meanShare(sampleRate: sampleRate) }
  }
}

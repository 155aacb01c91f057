internal import Convolution
public import Engine
internal import Realtime
public import Settings

/// A configuration with its impulse responses loaded: what the engine is built from.
public struct ChainPreparation: Sendable {
  public let chain: Chain
  /// What the configuration does not say by itself, a sentence each: a response resampled or turned
  /// down, what an equaliser's text holds, a latency.
  public let notes: [String]
  /// For each stage of the configuration, the chain's stages that it became.
  public let stageRanges: [Range<Int>]
  /// For each stage of the configuration, the impulse response's file that it uses; `nil` without.
  public let responsePaths: [String?]
  /// Every file that was read: impulse responses and equalisers' texts, as often as stages name them.
  public let filePaths: [String]

  /// Loads every impulse response and equaliser and lays it over its channels.
  ///
  /// - Throws: also when the engine would take more memory than the configuration allows, before
  ///   any of that is allocated.
  /// - Thread: control; blocks on the disk.
  public init(_ configuration: Configuration) throws(ChainPreparationError) {
    var builder = ChainBuilder(
      channels: configuration.capture.channels, audio: configuration.audio)
    var ranges: [Range<Int>] = []
    var paths: [String?] = []
    for stage in configuration.chain {
      let first = builder.stages.count
      try builder.append(stage)
      ranges.append(first..<builder.stages.count)
      paths.append(builder.responsePath)
      builder.responsePath = nil
    }
    builder.order(as: configuration.playback.channels)
    chain = Chain(
      inputCount: configuration.capture.channels.count, stages: builder.stages)
    notes = builder.notes + [Self.threadNote(configuration.audio)].compactMap(\.self)
    stageRanges = ranges
    responsePaths = paths
    filePaths = builder.filePaths
    try demandMemory(configuration.audio)
  }

  /// More threads than processors would wait for each other.
  private static func threadNote(_ audio: Configuration.Audio) -> String? {
    let count = Processors.availableCount
    guard audio.threadCount > count else { return nil }
    return """
      audio.threads is \(audio.threadCount) and there \(count == 1 ? "is" : "are") \(count) \
      \(count == 1 ? "processor" : "processors") here: as many threads share large convolutions
      """
  }

  private func demandMemory(_ audio: Configuration.Audio) throws(ChainPreparationError) {
    let block = BlockAdapter.blockFrames(for: audio.periodFrames)
    // Most chains are so far below that nothing needs to be planned to see it.
    if 4 * chain.roughByteCount(blockFrames: block) < audio.memoryBytes { return }
    let forecast = ChainForecast(
      chain, blockFrames: block, planner: Planner(costs: .typical, goal: .live))
    guard forecast.byteCount > audio.memoryBytes else { return }
    throw ChainPreparationError(
      description: MemoryBudget.refusal(
        "the chain would take \(MemoryBudget.text(forecast.byteCount)) of memory",
        budget: audio.memoryBytes),
      status: .configuration)
  }
}

/// An impulse response or an equaliser that could not be used.
public struct ChainPreparationError: Error, Equatable, CustomStringConvertible, Sendable {
  /// One sentence that begins with the file's path where there is one; for a text, one for each
  /// mistake, with its line.
  public let description: String
  /// What a program ends with because of it.
  public let status: ExitStatus
}

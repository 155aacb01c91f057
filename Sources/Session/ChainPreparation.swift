public import Engine
public import Settings

/// A configuration with its impulse responses loaded: what the engine is built from.
public struct ChainPreparation: Sendable {
  public let chain: Chain
  /// What the configuration does not say by itself, a sentence each: a response resampled or turned
  /// down, what an equaliser's text holds, a latency.
  public let notes: [String]

  /// Loads every impulse response and equaliser and lays it over its channels.
  ///
  /// - Thread: control; blocks on the disk.
  public init(_ configuration: Configuration) throws(ChainPreparationError) {
    var builder = ChainBuilder(
      channels: configuration.capture.channels, sampleRate: configuration.audio.sampleRate)
    for stage in configuration.chain { try builder.append(stage) }
    builder.order(as: configuration.playback.channels)
    chain = Chain(
      inputCount: configuration.capture.channels.count, stages: builder.stages)
    notes = builder.notes
  }
}

/// An impulse response or an equaliser that could not be used.
public struct ChainPreparationError: Error, Equatable, CustomStringConvertible, Sendable {
  /// One sentence that begins with the file's path; for a text, one for each mistake, with its line.
  public let description: String
  /// What a program ends with because of it.
  public let status: ExitStatus
}

internal import Batch
internal import Convolution
internal import Engine
internal import Offline
internal import Rendering
internal import Session
internal import Settings
internal import SignalProcessing
internal import SoundFiles

extension FileRender {
  /// The chain of a daemon's configuration, as the daemon runs it: its blocks, its partitions, its
  /// ceiling. What it delays everything by is taken off.
  func prepareChain(
    _ key: FilterKey, for input: String
  ) throws(CommandFailure) -> PreparedFilter {
    let text = applied([key.response])
    let configuration = try Self.configuration(key.response)
    try Self.demand(configuration, fits: key, input)
    let preparation: ChainPreparation
    do throws(ChainPreparationError) {
      preparation = try ChainPreparation(configuration)
    } catch {
      throw CommandFailure(error.description, error.status)
    }
    let latency = preparation.chain.latencyFrames
    let costs = MachineCosts.find()
    let convolution = ChainConvolution(
      preparation.chain,
      blockFrames: BlockAdapter.blockFrames(for: configuration.audio.periodFrames),
      planner: Planner(costs: costs.costs, goal: .live), tail: tail(after: latency))
    // Known only now that they have been read: who replaces one in this moment is not noticed.
    let paths = preparation.filePaths
    return PreparedFilter(
      convolution: convolution,
      identities: ([key.response] + paths).compactMap(FileIdentity.init(path:)),
      applied: text + applied(paths), shiftFrames: latency,
      ceiling: Float(Decibels(configuration.playback.ceilingDecibels).amplitude),
      notes: preparation.notes + [costs.note].compactMap(\.self)
        + (latency > 0
          ? ["\(key.response): its latency of \(counted(latency, "frame")) is taken off"] : []))
  }

  private static func configuration(_ path: String) throws(CommandFailure) -> Configuration {
    do throws(ConfigurationErrors) {
      return try Configuration.load(path: path)
    } catch {
      throw CommandFailure(
        error.description, error.kind == .unreadable ? .noInput : .configuration)
    }
  }

  private static func demand(
    _ configuration: Configuration, fits key: FilterKey, _ input: String
  ) throws(CommandFailure) {
    let rate = configuration.audio.sampleRate
    guard rate == key.sampleRate else {
      throw CommandFailure(
        """
        \(input): has \(key.sampleRate) Hz and \(key.response) runs at \(rate) Hz; resample the \
        sound, or set audio.rate
        """, .badSound)
    }
    let channels = configuration.capture.channels.count
    guard channels == key.channelCount else {
      throw CommandFailure(
        """
        \(input): has \(counted(key.channelCount, "channel")) and \(key.response) captures \
        \(channels); they must be as many
        """, .badSound)
    }
  }
}

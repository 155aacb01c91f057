internal import ALSADevices
internal import AudioDevices
internal import Convolution
internal import Engine
internal import Realtime
internal import Session
internal import Settings
internal import SignalProcessing

/// One run of the daemon, from a configuration to the last frame.
struct Daemon {
  let arguments: Arguments

  /// Runs until a stop or a fault.
  ///
  /// - Throws: the exit status, after the reason was said.
  func run() throws(ExitStatus) {
    let configuration = try configuration()
    let preparation = try preparation(configuration)
    let audio = configuration.audio
    let costs = MachineCosts.find()
    let planner = Planner(costs: costs.costs, goal: .live)
    let block = BlockAdapter.blockFrames(for: audio.periodFrames)
    let engine = RenderEngine(preparation.chain, blockFrames: block) {
      planner.plan($0, blockFrames: block)
    }
    for line in [costs.summary] + [costs.note].compactMap(\.self) { Console.say(line) }
    describe(engine, preparation)
    for line in Report.headroom(preparation.chain, configuration) { Console.say(line) }
    let filters = engine.addedLatencyFrames
    let adapter = BlockAdapter(engine, callFrames: audio.periodFrames)

    Console.say(
      Report.latency(
        queued: audio.latencyFrames, period: audio.periodFrames, adapter: adapter.latencyFrames,
        filters: filters, sampleRate: audio.sampleRate))
    Console.say(Report.memory(lockMemory()))
    let service = LiveService(
      provider: provider(configuration, preparation.chain), engine: adapter,
      periodFrames: audio.periodFrames,
      options: .init(
        latencyFrames: audio.latencyFrames, fadeFrames: audio.sampleRate / 50,
        ceiling: Float(Decibels(configuration.playback.ceilingDecibels).amplitude),
        matching: matching(audio.rateMatching)))
    var loop = ServiceLoop(service: service, arguments: arguments, audio: audio)
    try loop.run()
  }

  private func matching(_ setting: Configuration.RateMatching) -> ClockMatching {
    switch setting {
    case .auto: .auto
    case .on: .on
    case .off: .off
    }
  }

  private func configuration() throws(ExitStatus) -> Configuration {
    do throws(ConfigurationErrors) {
      return try Configuration.load(path: arguments.configurationPath)
    } catch {
      Console().write(error.description + "\n")
      throw error.kind == .unreadable ? .noInput : .configuration
    }
  }

  private func preparation(
    _ configuration: Configuration
  ) throws(ExitStatus) -> ChainPreparation {
    do throws(ChainPreparationError) {
      return try ChainPreparation(configuration)
    } catch {
      // Mistakes in an equaliser's text are shown like those of the configuration.
      if error.status == .configuration {
        Console().write(error.description + "\n")
      } else {
        Console.say(error.description)
      }
      throw error.status
    }
  }

  private func describe(_ engine: borrowing RenderEngine, _ preparation: ChainPreparation) {
    for note in preparation.notes { Console.say(note) }
    let megabytes = Double(engine.byteCount) / 1_048_576
    let plans = engine.partitionPlans.map(\.description).joined(separator: "; ")
    Console.say(
      """
      chain of \(preparation.chain.stages.count) stages, \(engine.inputCount) channels in, \
      \(engine.outputCount) out, \(megabytes.text(decimals: 1)) MiB, blocks of \
      \(engine.blockFrames) frames, partitions \
      \(plans.isEmpty ? "none" : plans)
      """)
  }

  private func provider(_ configuration: Configuration, _ chain: Chain) -> ALSADeviceProvider {
    let audio = configuration.audio
    let isTransparent = chain.isTransparent && audio.rateMatching != .on
    let capture = configuration.capture, playback = configuration.playback
    return ALSADeviceProvider(
      capture: .init(name: capture.device, request: request(capture, audio)),
      playback: .init(name: playback.device, request: request(playback, audio)),
      isDithering: playback.dither == .auto && !isTransparent)
  }

  /// The buffer holds the latency and six periods more: two, so that a late wake-up finds room, and
  /// four by which the latency can be raised when playback runs dry again and again. Room that stays
  /// empty adds no latency.
  private func request(
    _ endpoint: Configuration.Endpoint, _ audio: Configuration.Audio
  ) -> StreamRequest {
    StreamRequest(
      sampleRate: audio.sampleRate, channelCount: endpoint.channels.count,
      periodFrames: audio.periodFrames,
      bufferFrames: audio.latencyFrames + 6 * audio.periodFrames,
      sampleFormat: endpoint.format.flatMap { SampleFormat(rawValue: $0.rawValue) })
  }
}

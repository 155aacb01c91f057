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

    let devices = try open(configuration)
    Console.say(Report.device("capture", devices.capture.name, devices.capture.format))
    Console.say(Report.device("playback", devices.playback.name, devices.playback.format))
    Console.say(
      Report.latency(
        queued: audio.latencyFrames, period: audio.periodFrames, adapter: adapter.latencyFrames,
        filters: filters, sampleRate: audio.sampleRate))

    let session = try session(devices, adapter, audio)
    Console.say(Report.memory(lockMemory()))
    let start: DuplexStart
    do throws(LiveSessionError) {
      var way = DuplexStart.oneByOne
      try session.start { () throws(DeviceError) in
        way = try DuplexStart.start(devices.capture, devices.playback)
      }
      start = way
    } catch {
      Console.say(error.description)
      throw ExitStatus(error)
    }
    Console.say(Report.scheduling(session.scheduling))
    Console.say(start == .linked ? "both devices started as one" : "devices started one by one")
    try watch(session, sampleRate: audio.sampleRate)
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

  private func open(
    _ configuration: Configuration
  ) throws(ExitStatus) -> (capture: ALSACapture, playback: ALSAPlayback) {
    do throws(DeviceError) {
      let capture = try ALSACapture(
        name: configuration.capture.device,
        request: request(configuration.capture, configuration.audio))
      let playback = try ALSAPlayback(
        name: configuration.playback.device,
        request: request(configuration.playback, configuration.audio))
      return (capture, playback)
    } catch {
      Console.say(error.description)
      throw ExitStatus(error)
    }
  }

  /// The buffer holds the latency and two periods more, so that a late wake-up finds room.
  private func request(
    _ endpoint: Configuration.Endpoint, _ audio: Configuration.Audio
  ) -> StreamRequest {
    StreamRequest(
      sampleRate: audio.sampleRate, channelCount: endpoint.channels.count,
      periodFrames: audio.periodFrames,
      bufferFrames: max(4 * audio.periodFrames, audio.latencyFrames + 2 * audio.periodFrames),
      sampleFormat: endpoint.format.flatMap { SampleFormat(rawValue: $0.rawValue) })
  }

  private func session(
    _ devices: (capture: ALSACapture, playback: ALSAPlayback), _ engine: consuming BlockAdapter,
    _ audio: Configuration.Audio
  ) throws(ExitStatus) -> LiveSession {
    guard audio.latencyFrames <= devices.playback.format.bufferFrames else {
      Console.say(
        """
        \(devices.playback.name): its buffer of \(devices.playback.format.bufferFrames) frames \
        does not hold the latency of \(audio.latencyFrames); set audio.latency lower
        """)
      throw .configuration
    }
    do throws(RealtimeError) {
      return try LiveSession(
        capture: devices.capture, playback: devices.playback, engine: engine,
        options: .init(
          latencyFrames: audio.latencyFrames, fadeFrames: audio.sampleRate / 50))
    } catch {
      Console.say(error.description)
      throw .internal
    }
  }

  /// Waits for the end and tells what happened.
  private func watch(_ session: LiveSession, sampleRate: Int) throws(ExitStatus) {
    var peak = awaitEnd(of: session, sampleRate: sampleRate)
    session.requestStop()
    let result = Result { () throws(LiveSessionError) in try session.finish() }
    let last = session.takeStatus()
    peak = max(peak, last.outputs.map(\.peak).max() ?? 0)
    Console.say(Report.summary(last, sampleRate: sampleRate, peak: peak))
    if case .failure(let error) = result {
      Console.say(error.description)
      throw ExitStatus(error)
    }
  }

  /// Shows the meters until a signal, the end of the time asked for, or a fault.
  ///
  /// - Returns: the highest output sample.
  private func awaitEnd(of session: LiveSession, sampleRate: Int) -> Float {
    var meters = MeterLine()
    defer { meters.end() }
    var peak: Float = 0
    while session.isRunning {
      if Signals.waitForStop(milliseconds: 100) {
        // Not at any other end: a first signal asks for a fade, and that is under way already.
        Signals.unblock()
        break
      }
      let status = session.takeStatus()
      peak = max(peak, status.outputs.map(\.peak).max() ?? 0)
      if arguments.meters == .shown { meters.show(status) }
      if let seconds = arguments.seconds,
        Double(status.frameCount) >= seconds * Double(sampleRate)
      {
        break
      }
    }
    return peak
  }
}

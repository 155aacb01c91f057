public import AudioDevices
public import Engine
public import Realtime
internal import SignalProcessing

/// Whether playback follows the clock of capture, by resampling in proportion.
public enum ClockMatching: Equatable, Sendable {
  /// When the devices have a clock each.
  case auto
  case on
  case off
}

/// Live sound between two open devices: an engine, two audio threads and a ring, from the start of
/// the devices' clocks to the end of one of them.
///
/// Samples flow one way: the capture thread reads a period, renders it and queues it; the playback
/// thread passes it on. A frame leaves ``Options/latencyFrames`` after it came in: one period of it
/// is collected, the rest is queued for playback. Xruns and the like are mended by the threads
/// themselves; a device that is given up ends the session.
///
/// Thread: control, one at a time.
public final class LiveSession {
  /// How the session runs.
  public struct Options: Equatable, Sendable {
    /// Frames between a sample in and the same sample out, but for what the engine adds; at least
    /// two periods.
    public var latencyFrames: Int
    /// Frames of the ramps with which the sound begins and ends.
    public var fadeFrames: Int
    /// The highest absolute value that goes out; full scale = 1, infinite for none.
    public var ceiling: Float
    /// Whether playback follows the clock of capture.
    public var matching: ClockMatching
    /// What is heard in place of a chain that cannot be heard.
    public var onFault: FaultResponse

    public init(
      latencyFrames: Int, fadeFrames: Int, ceiling: Float = .infinity,
      matching: ClockMatching = .off, onFault: FaultResponse = .mute
    ) {
      self.onFault = onFault
      self.latencyFrames = latencyFrames
      self.fadeFrames = fadeFrames
      self.ceiling = ceiling
      self.matching = matching
    }
  }

  public let options: Options
  public let captureFormat: StreamFormat
  private let playback: any PlaybackDevice
  private let signals: LiveSignals
  private let captureEvents = EventQueue()
  private let playbackEvents = EventQueue()
  private let meters: LiveMeters
  private let driver: any LiveDriver
  private var loops: LiveLoops?
  private var isJoined = false
  private var jointXruns = JointXruns()

  /// Prepares all that the threads will use.
  ///
  /// - Parameter engine: renders calls of one period, and is used to being called.
  /// - Precondition: both devices run at one rate and with one period, and have the engine's
  ///   channels; the latency is at least two periods and fits the playback buffer.
  init(
    capture: any CaptureDevice, playback: any PlaybackDevice, engine: consuming BlockAdapter,
    options: Options, clocks: Clocks, wake: consuming WakeSignal, driver: any LiveDriver
  ) {
    let block = capture.format.periodFrames
    precondition(capture.format.sampleRate == playback.format.sampleRate)
    precondition(playback.format.periodFrames == block)
    precondition(capture.format.channelCount == engine.inputCount)
    precondition(playback.format.channelCount == engine.outputCount)
    precondition(options.latencyFrames >= 2 * block)
    precondition(options.latencyFrames <= playback.format.bufferFrames)
    precondition(options.onFault == .mute || engine.inputCount == engine.outputCount)
    self.playback = playback
    self.options = options
    self.driver = driver
    captureFormat = capture.format
    let playbackOptions = PlaybackOptions(
      format: playback.format, latencyFrames: options.latencyFrames,
      fadeFrames: options.fadeFrames, clocks: clocks)
    addedLatencyFrames = playbackOptions.latencyFrames - options.latencyFrames
    signals = LiveSignals(latencyFrames: playbackOptions.latencyFrames)
    meters = LiveMeters(
      inputCount: engine.inputCount, outputCount: engine.outputCount,
      periodNanoseconds: block * 1_000_000_000 / capture.format.sampleRate)
    let ring = Self.ring(for: playback.format)
    loops = LiveLoops(
      capture: CaptureLoop(
        device: capture,
        engine: GuardedEngine(
          engine, signals: signals.share(), events: captureEvents.share(),
          meters: meters.share(), options: options, sampleRate: capture.format.sampleRate),
        producer: ring.producer, wake: wake.share(), signals: signals.share(),
        events: captureEvents.share(), renderClock: driver.renderClock),
      playback: PlaybackLoop(
        device: playback, consumer: ring.consumer, signals: signals.share(),
        events: playbackEvents.share(),
        options: playbackOptions),
      wake: wake.share())
  }

  /// Room for everything the playback buffer could take at once, and half as much again.
  private static func ring(for format: StreamFormat) -> FrameRing {
    var frames = 4 * format.periodFrames
    while frames < format.bufferFrames * 3 / 2 { frames *= 2 }
    var power = 1
    while power < frames { power *= 2 }
    return FrameRing(capacityFrames: power, channelCount: format.channelCount)
  }

  /// Starts the threads, which wait for ``start()``. Only once; after an error only ``finish()``.
  func launch() throws(RealtimeError) {
    guard let loops = loops.take() else { preconditionFailure("A session is launched once.") }
    try driver.launch(loops)
  }

  /// The devices' clocks run: has the threads begin.
  public func start() { driver.begin() }

  /// The devices' clocks will not run: has the threads end at once.
  public func abandon() {
    signals.captureIsDone.raise()
    signals.playbackEnded.raise()
    driver.begin()
  }

  /// Whether there is sound, or may be again. Then ``finish()`` has nothing to wait for.
  public var isRunning: Bool { !signals.playbackEnded.isRaised }

  /// Whether the capture thread has made its last step.
  var captureHasEnded: Bool { signals.captureEnded.isRaised }

  /// Asks for a fade-out and the end; returns at once.
  public func requestStop() { signals.isStopping.raise() }

  /// Waits for both threads, a bounded time after ``isRunning`` became false, and gives the engine
  /// back. Only once.
  public func finish() -> BlockAdapter {
    precondition(!isJoined, "A session ends once.")
    isJoined = true
    return driver.join()
  }

  /// Frames of latency that following a clock adds.
  public let addedLatencyFrames: Int

  /// Whether the output is muted since something that must not be heard.
  public var isMuted: Bool { signals.isMuted.isRaised }

  /// Whether the untouched input is heard in place of the chain.
  public var standsIn: Bool { signals.standsIn.isRaised }

  /// Has it heard again; returns at once.
  public func unmute() { signals.mustUnmute.raise() }

  /// What a steered source's driver is to be asked for, in millionths.
  var correctionPPM: Double { Double(signals.correctionPPB.value) / 1000 }

  /// Why the session ended by itself, if it did.
  public var captureFault: LiveFault? { LiveFault(code: signals.captureFault.value) }
  public var playbackFault: LiveFault? { LiveFault(code: signals.playbackFault.value) }

  /// What happened since the last call on both threads, each in order, and the number of events that
  /// were too many.
  public func takeEvents() -> (events: [AudioEvent], refused: Int) {
    var taken: [AudioEvent] = []
    while let event = captureEvents.take() { taken.append(event) }
    while let event = playbackEvents.take() { taken.append(event) }
    let (events, pairs) = jointXruns.merge(taken, rest: isJoined ? .none : .toCome)
    signals.count(.jointXruns, pairs)
    return (events, captureEvents.refusedCount + playbackEvents.refusedCount)
  }

  /// Counts a time in which nothing ran.
  func noteTimeGap() { signals.count(.timeGaps) }

  /// How often the audio threads have woken up: both move twenty times a second and more.
  var beats: (capture: Int, playback: Int) {
    (signals.captureBeats.value, signals.playbackBeats.value)
  }

  /// What was counted so far.
  public var counts: LiveCounts { LiveCounts(LiveCount.allCases.map { signals[$0] }) }

  /// Frames between a sample in and the same sample out, but for what the engine adds.
  var latencyFrames: Int { signals.latencyFrames.value }

  /// The state of the session, with the meters since the last call.
  public func takeStatus() -> LiveStatus {
    LiveStatus(
      counts: counts,
      latencyFrames: latencyFrames,
      clockDifferencePPM: Double(signals.differencePPB.value) / 1000,
      clippedSamples: playback.clippedSampleCount,
      deadlines: meters.deadlines.snapshot(),
      inputs: (0..<meters.input.channelCount).map { meters.input.take(channel: $0) },
      outputs: (0..<meters.output.channelCount).map { meters.output.take(channel: $0) })
  }
}

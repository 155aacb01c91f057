public import AudioDevices
public import Engine
internal import Realtime

/// Live sound that outlives its devices: opens them when they are there, plays, and waits for them
/// when they are not.
///
/// It does nothing by itself: the control thread calls ``step(now:)`` ten times a second or more.
///
/// Thread: control.
public final class LiveService {
  public private(set) var phase = ServicePhase.waiting
  private let provider: any DeviceProvider
  private var options: LiveSession.Options
  private let makeDriver: () -> any LiveDriver
  private let telling: ServiceTelling
  private(set) var devices: DevicePair
  private(set) var session: LiveSession?
  private var steering = ClockSteering()
  /// Devices to be closed once the sound has faded out, before it begins anew.
  private var outdated: Set<DeviceSide> = []
  private var steps = StepWatch()
  private var engine: BlockAdapter?
  /// What the sound fades out for.
  private var nextSetup: ServiceSetup?
  private var backoff = Backoff()
  private var closeDeadline = Int.max
  private var refusedEvents = 0
  /// What no session has counted before the first look at it.
  private static let noBeats = (capture: -1, playback: -1)
  private var lastBeats = noBeats
  /// What ended sessions have counted.
  private(set) var pastCounts = LiveCounts()
  /// How the audio threads of the sound that runs, or ran last, are scheduled; empty before.
  private(set) var scheduling: [SchedulingOutcome] = []
  /// Whether sound has ever run.
  public private(set) var hasPlayed = false

  /// The capture thread's realtime priority if nothing else is said.
  public static let usualPriority = 70

  /// A service on two audio threads.
  ///
  /// - Parameter engine: renders calls of one period.
  /// - Parameter priority: realtime priority of the capture thread, one below the playback thread's;
  ///   `nil` for none.
  public convenience init(
    provider: any DeviceProvider, engine: consuming BlockAdapter, periodFrames: Int,
    options: LiveSession.Options, priority: Int? = usualPriority
  ) {
    self.init(
      provider: provider, engine: engine, periodFrames: periodFrames, options: options,
      makeDriver: { ThreadDriver(priority: priority) })
  }

  package init(
    provider: any DeviceProvider, engine: consuming BlockAdapter, periodFrames: Int,
    options: LiveSession.Options, makeDriver: @escaping () -> any LiveDriver
  ) {
    let telling = ServiceTelling()
    self.provider = provider
    self.telling = telling
    devices = DevicePair(provider, telling)
    self.options = options
    self.makeDriver = makeDriver
    var engine = engine
    engine.warmUp(frames: periodFrames)
    self.engine = consume engine
  }

  /// Does what is due.
  ///
  /// - Parameter now: nanoseconds of the monotonic clock.
  public func step(now: Int) {
    noteTime(now)
    switch phase {
    case .waiting: tryToPlay(now: now)
    case .playing, .changing, .fading: watchSession(now: now)
    case .closing: watchClosing(now: now)
    case .ended: break
    }
  }

  /// Asks for a fade-out and the end.
  public func requestStop(now: Int) {
    switch phase {
    case .playing, .changing: session?.requestStop()
    case .waiting: break
    case .fading, .closing, .ended: return
    }
    phase.handle(.stopRequested)
    if phase == .closing { close(now: now) }
  }

  /// Goes over to another engine, other options or other devices: the sound fades out, what is
  /// touched is closed, and all begins again. Of several changes the last one counts; after a stop
  /// was asked for there are none.
  public func change(to setup: consuming ServiceSetup, now: Int) {
    var setup = setup
    if let before = nextSetup.take() { setup.touched.formUnion(before.touched) }
    switch phase {
    case .waiting:
      adopt(setup)
      step(now: now)
    case .playing:
      nextSetup = consume setup
      session?.requestStop()
      phase.handle(.changeRequested)
    case .changing: nextSetup = consume setup
    case .fading, .closing, .ended: break
    }
  }

  private func adopt(_ setup: consuming ServiceSetup) {
    devices.close(setup.touched)
    setup.willOpen()
    options = setup.options
    engine = consume setup.engine
    backoff.reset()
  }

  // MARK: - Waiting

  private func tryToPlay(now: Int) {
    // Asked each time: a change that was overlooked would be found a second later.
    if provider.takeChange() { backoff.reset() }
    guard now >= backoff.dueAt else { return }
    let latency = options.latencyFrames
    guard devices.open(latencyFrames: latency, &steering),
      devices.prepare(latencyFrames: latency), play()
    else {
      backoff.noteFailure(now: now)
      return
    }
    backoff.reset()
  }

  private func play() -> Bool {
    guard let source = devices.capture.device, let sink = devices.playback.device else {
      return false
    }
    guard let session = makeSession(source, sink) else { return false }
    let outcome = provider.start(source, sink)
    switch outcome {
    case .linked, .oneByOne:
      session.session.start()
      self.session = session.session
      phase.handle(.started)
      hasPlayed = true
      scheduling = session.scheduling
      tell(.started(outcome, scheduling: session.scheduling))
      let added = session.session.addedLatencyFrames
      if added > 0 { tell(.following(latencyFrames: added)) }
      if steering.isSteering { tell(.steering) }
      return true
    case .captureFailed(let outcome):
      abandon(session.session)
      devices.giveUpCapture(outcome)
      return false
    case .playbackFailed(let outcome):
      abandon(session.session)
      devices.giveUpPlayback(outcome)
      return false
    }
  }

  private func makeSession(
    _ source: any CaptureDevice, _ sink: any PlaybackDevice
  ) -> (session: LiveSession, scheduling: [SchedulingOutcome])? {
    let driver = makeDriver()
    do throws(RealtimeError) {
      let wake = try driver.makeWakeSignal()
      guard let engine = engine.take() else {
        preconditionFailure("The engine is in another session.")
      }
      let session = LiveSession(
        capture: source, playback: sink, engine: engine, options: options,
        clocks: steering.choose(options.matching, provider, source, sink), wake: wake,
        driver: driver)
      do throws(RealtimeError) {
        try session.launch()
        return (session, driver.scheduling)
      } catch {
        self.engine = session.finish()
        throw error
      }
    } catch {
      tell(.refused(error))
      return nil
    }
  }

  private func abandon(_ session: LiveSession) {
    session.abandon()
    engine = session.finish()
  }

  // MARK: - Playing

  private func watchSession(now: Int) {
    guard let session else { preconditionFailure("There is no sound to watch.") }
    collectEvents(session)
    if steering.steer(correctionPPM: session.correctionPPM) {
      // A card that is gone refuses as well; the audio threads notice that by themselves.
      tell(.steeringRefused)
      beginAnew(closing: [])
    }
    watchSource()
    if session.isRunning { return }
    endSession(session)
    switch phase {
    case .fading:
      phase.handle(.silent)
      close(now: now)
    case .changing:
      phase.handle(.silent)
      devices.close(outdated)
      outdated = []
      if let setup = nextSetup.take() { adopt(setup) }
      tryToPlay(now: now)
    default:
      phase.handle(.interrupted)
      backoff.noteFailure(now: now)
    }
  }

  private func watchSource() {
    guard phase == .playing, let device = devices.capture.device else { return }
    guard provider.sourceHasChanged(device) else { return }
    tell(.sourceChanged(name: device.name))
    beginAnew(closing: [.capture])
  }

  /// Has the sound fade out, and begin anew after these devices were closed and opened again.
  private func beginAnew(closing sides: Set<DeviceSide>) {
    outdated.formUnion(sides)
    guard phase == .playing else { return }
    session?.requestStop()
    phase.handle(.changeRequested)
  }

  /// Takes back what the session had, closes a device that it gave up, and keeps the other.
  private func endSession(_ session: LiveSession) {
    var engine = session.finish()
    engine.reset()
    self.engine = consume engine
    self.session = nil
    lastBeats = Self.noBeats
    steering.end()
    collectEvents(session)
    let status = session.takeStatus()
    pastCounts = pastCounts + status.counts
    devices.stop(captureFault: session.captureFault, playbackFault: session.playbackFault)
  }

  private func collectEvents(_ session: LiveSession) {
    let (taken, refused) = session.takeEvents()
    for event in taken {
      if let kind = LiveEvent(rawValue: event.kind) { tell(.audio(kind, value: event.value)) }
    }
    if refused > refusedEvents { tell(.overlooked(refused - refusedEvents)) }
    refusedEvents = self.session == nil ? 0 : refused
  }

  // MARK: - Closing

  private func close(now: Int) {
    devices.close([.capture, .playback])
    // Longer than any driver that works needs.
    closeDeadline = now + 1_000_000_000
    watchClosing(now: now)
  }

  private func watchClosing(now: Int) {
    if provider.closingCount > 0 {
      guard now >= closeDeadline else { return }
      tell(.closeTimedOut)
    }
    phase.handle(.closed)
  }

  // MARK: - Telling

  /// Whether all has moved since the last call that should: both audio threads while there is sound,
  /// nothing while a device is waited for.
  public func takeProgress() -> Bool {
    guard let session else { return true }
    let beats = session.beats
    defer { lastBeats = beats }
    // Capture may have ended by itself, while playback plays what is queued.
    let isCapturing = beats.capture != lastBeats.capture || session.captureHasEnded
    return isCapturing && beats.playback != lastBeats.playback
  }

  private func noteTime(_ now: Int) {
    guard let gap = steps.gap(before: now) else { return }
    session?.noteTimeGap()
    tell(.timeGap(nanoseconds: gap))
  }

  private func tell(_ event: ServiceEvent) { telling.tell(event) }

  /// What happened since the last call, in order; a caller that does not come for long loses the rest.
  public func takeEvents() -> [ServiceEvent] { telling.take() }
}

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
  private var capture = DeviceSlot<any CaptureDevice>(.capture)
  private var playback = DeviceSlot<any PlaybackDevice>(.playback)
  private var session: LiveSession?
  private var speedControl: (any SpeedControl)?
  /// The capture driver was asked for another speed and did not take it.
  private var refusesSteering = false
  /// Devices to be closed once the sound has faded out, before it begins anew.
  private var outdated: Set<DeviceSide> = []
  private var lastStep: Int?
  private var engine: BlockAdapter?
  /// What the sound fades out for.
  private var nextSetup: ServiceSetup?
  private var backoff = Backoff()
  private var closeDeadline = Int.max
  private var events: [ServiceEvent] = []
  private var refusedEvents = 0
  private var lastBeats = (capture: 0, playback: 0)
  /// What ended sessions have counted.
  private var pastCounts = LiveCounts()
  private var pastClips = 0
  /// Whether sound has ever run.
  public private(set) var hasPlayed = false

  /// Events that are kept for ``takeEvents()``; a caller that does not come for them loses the rest.
  private static let eventCapacity = 1024

  /// A service on two audio threads.
  ///
  /// - Parameter engine: renders calls of one period.
  /// - Parameter priority: realtime priority of the capture thread, one below the playback thread's;
  ///   `nil` for none.
  public convenience init(
    provider: any DeviceProvider, engine: consuming BlockAdapter, periodFrames: Int,
    options: LiveSession.Options, priority: Int? = 70
  ) {
    self.init(
      provider: provider, engine: engine, periodFrames: periodFrames, options: options,
      makeDriver: { ThreadDriver(priority: priority) })
  }

  package init(
    provider: any DeviceProvider, engine: consuming BlockAdapter, periodFrames: Int,
    options: LiveSession.Options, makeDriver: @escaping () -> any LiveDriver
  ) {
    self.provider = provider
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
    if setup.touched.contains(.capture) { closeCapture() }
    if setup.touched.contains(.playback) { closePlayback() }
    setup.willOpen()
    options = setup.options
    engine = consume setup.engine
    backoff.reset()
  }

  private func closeCapture() {
    if let device = capture.empty() { provider.close(device) }
  }

  private func closePlayback() {
    guard let device = playback.empty() else { return }
    pastClips += device.clippedSampleCount
    provider.close(device)
  }

  /// Whether the output is muted since something that must not be heard.
  public var isMuted: Bool { session?.isMuted ?? false }

  /// Has it heard again.
  public func unmute() { session?.unmute() }

  // MARK: - Waiting

  private func tryToPlay(now: Int) {
    // Asked each time: a change that was overlooked would be found a second later.
    if provider.takeChange() { backoff.reset() }
    guard now >= backoff.dueAt else { return }
    closeLost()
    guard openCapture(), openPlayback(), prepare(), play() else {
      backoff.noteFailure(now: now)
      return
    }
    backoff.reset()
  }

  /// Closes a device that went while it was kept for the other one: its driver cannot let go of the
  /// card before, and nobody would hear of the loss.
  private func closeLost() {
    if let device = capture.device, device.prepare() == .lost { _ = giveUpCapture(.lost) }
    if let device = playback.device, device.prepare() == .lost { _ = giveUpPlayback(.lost) }
  }

  private func openCapture() -> Bool {
    if capture.device != nil { return true }
    do throws(DeviceError) {
      let device = try provider.openCapture()
      capture.fill(device)
      refusesSteering = false
      tell(.opened(.capture, name: device.name, device.format))
      return true
    } catch {
      return refuse(&capture, error)
    }
  }

  private func openPlayback() -> Bool {
    if playback.device != nil { return true }
    do throws(DeviceError) {
      let device = try provider.openPlayback()
      try checkBuffer(of: device)
      playback.fill(device)
      tell(.opened(.playback, name: device.name, device.format))
      return true
    } catch {
      return refuse(&playback, error)
    }
  }

  private func checkBuffer(of device: any PlaybackDevice) throws(DeviceError) {
    let frames = device.format.bufferFrames
    if options.latencyFrames <= frames { return }
    throw DeviceError(
      kind: .unsupported, device: device.name,
      message: "its buffer of \(frames) frames does not hold the latency of "
        + "\(options.latencyFrames); set audio.latency lower")
  }

  private func refuse<Device>(_ slot: inout DeviceSlot<Device>, _ error: DeviceError) -> Bool {
    if slot.isNews(error) { tell(.waiting(slot.side, error)) }
    return false
  }

  /// Makes both devices ready and fills the playback device with the latency. One that will not is
  /// closed, and opened again later.
  private func prepare() -> Bool {
    guard let source = capture.device, let sink = playback.device else { return false }
    let sourceOutcome = source.prepare()
    guard sourceOutcome == .ready else { return giveUpCapture(sourceOutcome) }
    let sinkOutcome = sink.prepare()
    guard sinkOutcome == .ready else { return giveUpPlayback(sinkOutcome) }
    return fill(sink)
  }

  private func fill(_ sink: any PlaybackDevice) -> Bool {
    var queued = 0
    while queued < options.latencyFrames {
      let silence = sink.writeSilence(frames: options.latencyFrames - queued)
      guard silence.outcome == .ready else { return giveUpPlayback(silence.outcome) }
      if silence.frames == 0 { return giveUpPlayback(.notYet) }
      queued += silence.frames
    }
    return true
  }

  private func play() -> Bool {
    guard let source = capture.device, let sink = playback.device else { return false }
    guard let session = makeSession(source, sink) else { return false }
    let outcome = provider.start(source, sink)
    switch outcome {
    case .linked, .oneByOne:
      session.session.start()
      self.session = session.session
      phase.handle(.started)
      hasPlayed = true
      tell(.started(outcome, scheduling: session.scheduling))
      let added = session.session.addedLatencyFrames
      if added > 0 { tell(.following(latencyFrames: added)) }
      if speedControl != nil { tell(.steering) }
      return true
    case .captureFailed(let outcome):
      abandon(session.session)
      return giveUpCapture(outcome)
    case .playbackFailed(let outcome):
      abandon(session.session)
      return giveUpPlayback(outcome)
    }
  }

  private func makeSession(
    _ source: any CaptureDevice, _ sink: any PlaybackDevice
  ) -> (session: LiveSession, scheduling: [SchedulingOutcome])? {
    let driver = makeDriver()
    do throws(RealtimeError) {
      let wake = try WakeSignal()
      guard let engine = engine.take() else {
        preconditionFailure("The engine is in another session.")
      }
      let session = LiveSession(
        capture: source, playback: sink, engine: engine, options: options,
        clocks: clocks(source, sink), wake: wake, driver: driver)
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

  /// How the devices' clocks are made one: by the driver of the source where it can, which leaves
  /// every sample as it is.
  private func clocks(_ source: any CaptureDevice, _ sink: any PlaybackDevice) -> Clocks {
    let areTwo =
      switch options.matching {
      case .on: true
      case .off: false
      case .auto: provider.haveTwoClocks(source, sink)
      }
    guard areTwo else { return .one }
    speedControl = refusesSteering ? nil : provider.speedControl(of: source)
    return speedControl == nil ? .resampled : .steered
  }

  private func abandon(_ session: LiveSession) {
    session.abandon()
    engine = session.finish()
  }

  private func giveUpCapture(_ outcome: TransferOutcome) -> Bool {
    guard let device = capture.device.take() else { return false }
    let error = DeviceError(standing: device.name, outcome)
    provider.close(device)
    return refuse(&capture, error)
  }

  private func giveUpPlayback(_ outcome: TransferOutcome) -> Bool {
    guard let device = playback.device.take() else { return false }
    pastClips += device.clippedSampleCount
    let error = DeviceError(standing: device.name, outcome)
    provider.close(device)
    return refuse(&playback, error)
  }

  // MARK: - Playing

  private func watchSession(now: Int) {
    guard let session else { preconditionFailure("There is no sound to watch.") }
    collectEvents(session)
    if let speedControl { steer(speedControl, session.correctionPPM) }
    watchSource()
    if session.isRunning { return }
    endSession(session)
    switch phase {
    case .fading:
      phase.handle(.silent)
      close(now: now)
    case .changing:
      phase.handle(.silent)
      closeOutdated()
      if let setup = nextSetup.take() { adopt(setup) }
      tryToPlay(now: now)
    default:
      phase.handle(.interrupted)
      backoff.noteFailure(now: now)
    }
  }

  private func steer(_ control: any SpeedControl, _ correctionPPM: Double) {
    guard control.apply(correctionPPM: correctionPPM) == nil else { return }
    // A card that is gone refuses as well; the audio threads notice that by themselves.
    speedControl = nil
    refusesSteering = true
    tell(.steeringRefused)
    beginAnew(closing: [])
  }

  private func watchSource() {
    guard phase == .playing, let device = capture.device else { return }
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

  private func closeOutdated() {
    if outdated.contains(.capture), let device = capture.device.take() { provider.close(device) }
    outdated = []
  }

  /// Takes back what the session had, closes a device that it gave up, and keeps the other.
  private func endSession(_ session: LiveSession) {
    var engine = session.finish()
    engine.reset()
    self.engine = consume engine
    self.session = nil
    speedControl = nil
    collectEvents(session)
    let status = session.takeStatus()
    pastCounts = pastCounts + status.counts
    capture.device?.stop()
    playback.device?.stop()
    if let fault = session.captureFault, let device = capture.device.take() {
      tell(.lost(.capture, name: device.name, fault))
      provider.close(device)
    }
    if let fault = session.playbackFault, let device = playback.device.take() {
      pastClips += device.clippedSampleCount
      tell(.lost(.playback, name: device.name, fault))
      provider.close(device)
    }
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
    closeCapture()
    closePlayback()
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

  /// How a device stands.
  public func state(of side: DeviceSide) -> DeviceState {
    switch side {
    case .capture: DeviceState(open: capture.device, error: capture.error)
    case .playback: DeviceState(open: playback.device, error: playback.error)
    }
  }

  /// Whether all has moved since the last call that should: both audio threads while there is sound,
  /// nothing while a device is waited for.
  public func takeProgress() -> Bool {
    guard let session else { return true }
    let beats = session.beats
    defer { lastBeats = beats }
    return beats.capture != lastBeats.capture && beats.playback != lastBeats.playback
  }

  /// Notices that nobody stepped for a second or more; the clock is the monotonic one, which no one
  /// sets.
  private func noteTime(_ now: Int) {
    if let last = lastStep, now - last >= 1_000_000_000 {
      session?.noteTimeGap()
      tell(.timeGap(nanoseconds: now - last))
    }
    lastStep = now
  }

  private func tell(_ event: ServiceEvent) {
    if events.count < Self.eventCapacity { events.append(event) }
  }

  /// What happened since the last call, in order.
  public func takeEvents() -> [ServiceEvent] {
    defer { events = [] }
    return events
  }

  /// A reason for there being no sound that does not pass by itself: the configuration asks for
  /// what a device does not have, or the user may not have it.
  public var lastingError: DeviceError? {
    [capture.error, playback.error].compactMap(\.self).first {
      $0.kind == .forbidden || $0.kind == .unsupported
    }
  }

  /// The running session's state, with the meters since the last call; `nil` while there is none.
  public func takeStatus() -> LiveStatus? {
    guard var status = session?.takeStatus() else { return nil }
    status.counts = status.counts + pastCounts
    status.clippedSamples += pastClips
    return status
  }

  /// What all sessions have counted.
  public var counts: LiveCounts { session.map { $0.counts + pastCounts } ?? pastCounts }

  /// Samples limited to full scale on their way into an integer format, in all sessions.
  public var clippedSamples: Int { pastClips + (playback.device?.clippedSampleCount ?? 0) }
}

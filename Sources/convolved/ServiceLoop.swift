internal import Control
internal import ControlServer
internal import Journal
internal import Realtime
internal import Session
internal import Settings
internal import SignalProcessing

/// Steps the operation until a stop is asked for, does what clients want, and tells what happens.
struct ServiceLoop: ~Copyable {
  private let operation: LiveOperation
  private let signals: Signals
  private let memory: ServiceMemory?
  private let arguments: Arguments
  private let standing: Standing
  private let log: DaemonLog
  private let figures: LiveFigures
  private let inbox: CommandInbox
  private let desk: CommandDesk
  private let listener: Listener?
  private var board: MetricsBoard
  private var events: EventLog
  private var meters = MeterLine()
  private var manager = ManagerLink()
  private var keeper: LevelKeeper
  private var watcher = ChangeWatcher()
  private var lateBlocks = LateBlocks()
  private var lateHelpers = LateHelpers()
  private var rememberedGeneration = 0

  /// Between two steps: short for an ear that waits for a device, long for a processor.
  private static let stepMilliseconds = 50

  init(
    operation: LiveOperation, signals: consuming Signals, memory: ServiceMemory?,
    arguments: Arguments, standing: Standing, log: DaemonLog
  ) {
    let figures = LiveFigures(now: MonotonicClock.nanoseconds)
    inbox = CommandInbox(signals.wake)
    listener = Listener(arguments, inbox, log)
    board = MetricsBoard(operation.configuration.metrics, log)
    desk = CommandDesk(operation, log, figures)
    events = EventLog(log)
    keeper = LevelKeeper(operation.levels)
    self.operation = operation
    self.signals = signals
    self.memory = memory
    self.arguments = arguments
    self.standing = standing
    self.log = log
    self.figures = figures
  }

  /// Runs to the end.
  ///
  /// - Throws: the exit status, after the reason was said, when there never was and never will be
  ///   any sound.
  mutating func run() throws(ExitStatus) {
    defer { memory?.noteEnd() }
    try play()
    finish()
  }

  private mutating func play() throws(ExitStatus) {
    let service = operation.service
    manager.begin()
    while service.phase != .ended {
      let now = MonotonicClock.nanoseconds
      for asked in inbox.take() { desk.execute(asked) }
      operation.step(now: now)
      look(now: now)
      manager.look(at: operation, standing, log, now: now)
      keepLevels(now: now)
      rememberWhatIsGood()
      if watcher.takeChange(operation, now: now) { reload() }
      if !service.hasPlayed, let error = service.lastingError { throw ExitStatus(error) }
      signals.wait(milliseconds: Self.stepMilliseconds)
      while let wish = signals.takeWish() { follow(wish) }
      if hasPlayedEnough { service.requestStop(now: now) }
    }
    look(now: MonotonicClock.nanoseconds)
  }

  private func follow(_ wish: Signals.Wish) {
    switch wish {
    case .stop:
      // Not at any other end: a first signal asks for a fade, and that is under way already.
      Signals.unblock()
      log.record(.stopping, "asked to stop; fading out")
      operation.service.requestStop(now: MonotonicClock.nanoseconds)
    case .unmute: operation.service.unmute()
    case .reload: reload()
    }
  }

  private func reload() {
    let log = log
    operation.ask(Change(.file)) { result in log.record(result) }
  }

  // MARK: - Remembering

  /// Saves what the file said when it was accepted; edits are nobody's last word.
  private mutating func rememberWhatIsGood() {
    let document = operation.document
    guard let memory, document.edits.isEmpty, operation.generation != rememberedGeneration else {
      return
    }
    rememberedGeneration = operation.generation
    let log = log
    operation.perform {
      if let complaint = memory.saveLastGood(document) { log.record(.stateNotSaved, complaint) }
    }
  }

  private mutating func keepLevels(now: Int) {
    guard let memory, let levels = keeper.due(operation.levels, now: now) else { return }
    let log = log
    operation.perform {
      if let complaint = memory.save(levels) { log.record(.stateNotSaved, complaint) }
    }
  }

  // MARK: - Telling

  private var playedFrames: Int {
    operation.service.counts[.blocks] * operation.configuration.audio.periodFrames
  }

  private var hasPlayedEnough: Bool {
    arguments.seconds.map {
      Double(playedFrames) >= $0 * Double(operation.configuration.audio.sampleRate)
    } ?? false
  }

  /// Says what has happened, and shows the meters.
  private mutating func look(now: Int) {
    let happened = operation.service.takeEvents()
    if !happened.isEmpty { meters.end() }
    events.tell(happened, now: now)
    if figures.take(operation, now: now), let status = figures.status {
      operation.observe(status, now: now)
      if arguments.meters == .shown { meters.show(status) }
      listener?.publishMeters(figures, operation)
      let period = operation.configuration.audio.periodFrames
      if let line = lateBlocks.sentence(status.deadlines, periodFrames: period, now: now) {
        log.record(.blocksLate, line)
      }
      if let line = lateHelpers.sentence(operation.lateHelperBlocks, now: now) {
        log.record(.helpersLate, line)
      }
    }
    listener?.publishState(StatusReport(operation, figures))
    board.write(
      MetricsReport(operation, figures, log), wanted: operation.configuration.metrics, log,
      now: now)
    listener?.tellTroubles(log, now: now)
  }

  private mutating func finish() {
    meters.end()
    events.tellRest()
    let service = operation.service
    operation.stop(now: MonotonicClock.nanoseconds)
    if let memory, keeper.isUnsaved(operation.levels),
      let complaint = memory.save(operation.levels)
    {
      log.record(.stateNotSaved, complaint)
    }
    log.record(
      .ended,
      Report.summary(
        service.counts, clippedSamples: figures.clippedSamples(operation),
        load: figures.status?.deadlines, audio: operation.configuration.audio, peak: figures.peak))
    listener?.stop()
    board.stop()
  }
}

internal import Realtime
internal import Session
internal import Settings
internal import SignalProcessing

/// Steps the operation until a stop is asked for, and tells what happens.
struct ServiceLoop: ~Copyable {
  private let operation: LiveOperation
  private let signals: Signals
  private let memory: ServiceMemory?
  private let arguments: Arguments
  private let standing: Standing
  private var log = EventLog()
  private var meters = MeterLine()
  private var manager = ManagerLink()
  private var keeper: LevelKeeper
  private var watcher: ChangeWatcher
  /// The highest output sample.
  private var peak: Float = 0
  private var lastLoad: DeadlineMonitor.Snapshot?

  /// Between two steps: short for an ear that waits for a device, long for a processor.
  private static let stepMilliseconds = 50

  init(
    operation: LiveOperation, signals: consuming Signals, memory: ServiceMemory?,
    arguments: Arguments, standing: Standing
  ) {
    self.operation = operation
    self.signals = signals
    self.memory = memory
    self.arguments = arguments
    self.standing = standing
    keeper = LevelKeeper(operation.levels)
    watcher = ChangeWatcher()
  }

  /// Runs to the end.
  ///
  /// - Throws: the exit status, after the reason was said, when there never was and never will be
  ///   any sound.
  mutating func run() throws(ExitStatus) {
    defer { memory?.noteEnd() }
    remember(operation.document)
    try play()
    finish()
  }

  private mutating func play() throws(ExitStatus) {
    let service = operation.service
    manager.begin()
    while service.phase != .ended {
      let now = MonotonicClock.nanoseconds
      operation.step(now: now)
      look()
      manager.look(at: operation, standing, now: now)
      keepLevels(now: now)
      if watcher.takeChange(operation, now: now) { reload() }
      if !service.hasPlayed, let error = service.lastingError { throw ExitStatus(error) }
      signals.wait(milliseconds: Self.stepMilliseconds)
      while let wish = signals.takeWish() { follow(wish) }
      if hasPlayedEnough { service.requestStop(now: now) }
    }
    look()
  }

  private mutating func follow(_ wish: Signals.Wish) {
    switch wish {
    case .stop:
      // Not at any other end: a first signal asks for a fade, and that is under way already.
      Signals.unblock()
      operation.service.requestStop(now: MonotonicClock.nanoseconds)
    case .unmute: operation.service.unmute()
    case .reload: reload()
    }
  }

  private mutating func reload() {
    operation.ask(Change(.file)) { Console.say(Report.change($0)) }
  }

  private func remember(_ document: ConfigurationDocument) {
    guard let memory else { return }
    operation.perform {
      if let complaint = memory.saveLastGood(document) { Console.say(complaint) }
    }
  }

  private mutating func keepLevels(now: Int) {
    guard let memory, let levels = keeper.due(operation.levels, now: now) else { return }
    operation.perform { if let complaint = memory.save(levels) { Console.say(complaint) } }
  }

  private var playedFrames: Int {
    operation.service.counts[.blocks] * operation.configuration.audio.periodFrames
  }

  private var hasPlayedEnough: Bool {
    arguments.seconds.map {
      Double(playedFrames) >= $0 * Double(operation.configuration.audio.sampleRate)
    } ?? false
  }

  /// Says what has happened, and shows the meters.
  private mutating func look() {
    let lines = log.lines(for: operation.service.takeEvents(), now: MonotonicClock.nanoseconds)
    if !lines.isEmpty { meters.end() }
    for line in lines { Console.say(line) }
    guard let status = operation.service.takeStatus() else { return }
    operation.observe(status)
    peak = max(peak, status.outputs.map(\.peak).max() ?? 0)
    lastLoad = status.deadlines
    if arguments.meters == .shown { meters.show(status) }
  }

  private mutating func finish() {
    meters.end()
    for line in log.rest() { Console.say(line) }
    let service = operation.service
    operation.stop(now: MonotonicClock.nanoseconds)
    if let memory, keeper.isUnsaved(operation.levels) { _ = memory.save(operation.levels) }
    Console.say(
      Report.summary(
        service.counts,
        clippedSamples: service.clippedSamples + service.counts[.limitedSamples], load: lastLoad,
        audio: operation.configuration.audio, peak: peak))
  }
}

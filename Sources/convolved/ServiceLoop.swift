internal import AudioDevices
internal import Realtime
internal import Session
internal import Settings
internal import SignalProcessing

/// Steps the service until a stop is asked for, and tells what happens.
struct ServiceLoop: ~Copyable {
  private let service: LiveService
  private let arguments: Arguments
  private let audio: Configuration.Audio
  private var log = EventLog()
  private var meters = MeterLine()
  private var manager = ManagerLink()
  /// The highest output sample.
  private var peak: Float = 0
  private var lastLoad: DeadlineMonitor.Snapshot?

  /// Between two steps: short for an ear that waits for a device, long for a processor.
  private static let stepMilliseconds = 50

  init(service: LiveService, arguments: Arguments, audio: Configuration.Audio) {
    self.service = service
    self.arguments = arguments
    self.audio = audio
  }

  /// Runs to the end.
  ///
  /// - Throws: the exit status, after the reason was said, when there never was and never will be
  ///   any sound.
  mutating func run() throws(ExitStatus) {
    try play()
    finish()
  }

  private mutating func play() throws(ExitStatus) {
    manager.begin()
    while service.phase != .ended {
      service.step(now: MonotonicClock.nanoseconds)
      look()
      manager.look(at: service, now: MonotonicClock.nanoseconds)
      if !service.hasPlayed, let error = service.lastingError { throw ExitStatus(error) }
      switch Signals.wait(milliseconds: Self.stepMilliseconds) {
      case .stop:
        // Not at any other end: a first signal asks for a fade, and that is under way already.
        Signals.unblock()
        service.requestStop(now: MonotonicClock.nanoseconds)
      case .unmute: service.unmute()
      case nil: if hasPlayedEnough { service.requestStop(now: MonotonicClock.nanoseconds) }
      }
    }
    look()
  }

  private var playedFrames: Int { service.counts[.blocks] * audio.periodFrames }

  private var hasPlayedEnough: Bool {
    arguments.seconds.map { Double(playedFrames) >= $0 * Double(audio.sampleRate) } ?? false
  }

  /// Says what has happened, and shows the meters.
  private mutating func look() {
    let lines = log.lines(for: service.takeEvents(), now: MonotonicClock.nanoseconds)
    if !lines.isEmpty { meters.end() }
    for line in lines { Console.say(line) }
    guard let status = service.takeStatus() else { return }
    peak = max(peak, status.outputs.map(\.peak).max() ?? 0)
    lastLoad = status.deadlines
    if arguments.meters == .shown { meters.show(status) }
  }

  private mutating func finish() {
    meters.end()
    for line in log.rest() { Console.say(line) }
    Console.say(
      Report.summary(
        service.counts,
        clippedSamples: service.clippedSamples + service.counts[.limitedSamples], load: lastLoad,
        audio: audio, peak: peak))
  }
}

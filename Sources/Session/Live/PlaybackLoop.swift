package import AudioDevices
internal import Realtime

/// The body of the playback thread: out of the ring and to the device, at the latency that was set.
///
/// Whenever frames are missing the sound falls into silence and, once there are frames again, the
/// latency is restored before it rises again.
///
/// `@unchecked Sendable`: made on the control thread and moved to its own; the device is touched by
/// this thread alone from the start until the session has joined it.
package struct PlaybackLoop: ~Copyable, @unchecked Sendable {
  /// The device that it feeds.
  package let device: any PlaybackDevice
  private let signals: LiveSignals
  private let events: EventQueue
  private let options: PlaybackOptions
  private var source: PlaybackSource
  private var queue: PlaybackQueue
  private var recovery = StreamRecovery()
  private var storm = XrunStorm()
  /// Frames between a sample in and the same sample out.
  private var latencyFrames: Int
  private var drainDeadline: Int?

  init(
    device: any PlaybackDevice, consumer: consuming FrameConsumer,
    signals: consuming LiveSignals, events: consuming EventQueue, options: PlaybackOptions
  ) {
    self.device = device
    source = PlaybackSource(consumer: consumer, options: options)
    queue = PlaybackQueue(options: options, writtenFrames: options.prefillFrames)
    latencyFrames = options.latencyFrames
    self.signals = signals
    self.events = events
    self.options = options
  }

  /// Does what can be done at this moment, and says what to wait for.
  ///
  /// - Parameter now: nanoseconds of the monotonic clock.
  /// - Parameter woken: what the last wait for the device ended in.
  /// - Thread: audio. Complexity: at most as many frames as the device has room for.
  package mutating func step(now: Int, woken: TransferOutcome) -> LiveWake {
    signals.playbackBeats.add()
    if signals.playbackEnded.isRaised { return .ended }
    if let deadline = drainDeadline { return drain(now: now, deadline: deadline) }
    if recovery.state != .running { return prepare(now: now) }
    switch woken {
    case .ready, .notYet: return play(now: now)
    case .xrun, .suspended, .lost, .failed: return recover(from: woken, now: now)
    }
  }

  private mutating func play(now: Int) -> LiveWake {
    if signals.isStopping.isRaised { source.edge.end(frames: options.fadeFrames) }
    // In this order: what was queued before the flag was raised is seen after it.
    let nothingFollows = signals.captureEnded.isRaised
    let (outcome, level) = device.level()
    guard outcome == .ready else { return recover(from: outcome, now: now) }
    if !level.isPlausible { signals.count(.playbackLies) }
    if queue.note(level, now: now) {
      signals.count(.playbackStalls)
      post(.playbackStalled, now: now)
      return recover(from: .failed(Self.stallError), now: now)
    }
    let filled = fill(nothingFollows: nothingFollows, now: now)
    guard filled == .ready || filled == .notYet else { return recover(from: filled, now: now) }
    if source.isFinished(nothingFollows: nothingFollows) { return beginDraining(now: now) }
    // A device that takes nothing although it says it has room would wake us at once, for ever.
    return filled == .notYet ? .pause(Self.refusalPause) : nextWake()
  }

  /// 1 ms: short against a period, long for a processor.
  private static var refusalPause: Int { @_noLocks get { 1_000_000 } }

  /// ETIME: no driver reports it by itself.
  private static var stallError: Int32 { @_noLocks get { 62 } }

  private mutating func nextWake() -> LiveWake {
    let waiting = source.waitingFrames
    if waiting > 0 {
      return .frames(min(waiting, options.periodFrames), atMost: LiveWake.patience)
    }
    let spare = max(queue.frames - options.marginFrames, 0)
    return .signal(atMost: min(options.time.nanoseconds(spare), LiveWake.patience))
  }

  // MARK: - Filling

  /// Writes what is there, as far as there is room, and something in its place when it runs out.
  private mutating func fill(nothingFollows: Bool, now: Int) -> TransferOutcome {
    while queue.room > 0 {
      if source.chunkFrames == 0 {
        if source.edge.hasEnded { return .ready }
        let outcome = loadChunk(now: now)
        if outcome != .ready { return outcome }
        if source.chunkFrames == 0 { break }
      }
      let outcome = writeChunk()
      guard outcome == .ready else { return outcome }
      if source.chunkFrames > 0 { return .ready }
    }
    while queue.room > 0
      && source.needsFiller(isRunningDry: queue.frames <= options.marginFrames, nothingFollows)
    {
      let outcome = writeFiller(nothingFollows: nothingFollows, now: now)
      guard outcome == .ready else { return outcome }
    }
    return .ready
  }

  private mutating func writeChunk() -> TransferOutcome {
    let written = device.write(source.chunk, frames: min(source.chunkFrames, queue.room))
    source.noteWritten(written.frames)
    queue.noteWritten(written.frames)
    return written.outcome == .ready && written.frames == 0 ? .notYet : written.outcome
  }

  private mutating func writeFiller(nothingFollows: Bool, now: Int) -> TransferOutcome {
    if !nothingFollows && source.isAligned {
      signals.count(.starvations)
      post(.starved, now: now)
      noteStorm(now: now)
    }
    signals.count(.fillerFrames, source.loadFiller())
    return writeChunk()
  }

  /// Takes the next frames out of the ring, after the latency was restored where it has to be.
  private mutating func loadChunk(now: Int) -> TransferOutcome {
    source.noteGaps(signals)
    followClock(now: now)
    if source.isAtGap {
      signals.count(.fillerFrames, source.loadFiller())
      return .ready
    }
    if isLate && isStillLate(now: now) { source.fadeToRealign() }
    if source.mustAlign {
      signals.count(.lateFrames, source.dropBeforeGap())
      let outcome = align(now: now)
      guard outcome == .ready else { return outcome }
    }
    source.loadChunk()
    return .ready
  }

  /// Whether more waits than the latency explains.
  private var isLate: Bool {
    mutating get {
      source.isLate(beyond: latencyFrames + options.excessFrames, queued: queue.frames)
    }
  }

  /// Asks the device once more: a step that was held up since it did would add what the device held
  /// before to what has come into the ring meanwhile.
  private mutating func isStillLate(now: Int) -> Bool {
    let (outcome, level) = device.level()
    // The next step finds out what is wrong.
    guard outcome == .ready else { return false }
    _ = queue.note(level, now: max(now, level.nanoseconds))
    return isLate
  }

  private mutating func followClock(now: Int) {
    let epoch = signals.epoch.value
    if source.follow(queue, epoch: epoch, latencyFrames: latencyFrames) {
      signals.count(.rateMismatches)
      signals.mustMute.raise()
      post(.rateMismatch, Int(source.follower.measuredPPM), now: now)
    }
    signals.differencePPB.set(Int(source.follower.differencePPM * 1000))
    signals.correctionPPB.set(Int(source.follower.correctionPPM * 1000))
  }

  /// Brings the next frame of the ring to its time: drops frames that are late, or waits in silence
  /// for one that is early.
  private mutating func align(now: Int) -> TransferOutcome {
    guard source.hasFrames else { return .ready }
    signals.count(.lateFrames, source.forget())
    let excess = excessFrames()
    if excess > 0 {
      let dropped = source.drop(excess)
      signals.count(.lateFrames, dropped)
      if dropped < excess { return .ready }
    } else if excess < 0 {
      let padding = device.writeSilence(frames: min(-excess, queue.room))
      guard padding.outcome == .ready else { return padding.outcome }
      queue.noteWritten(padding.frames)
      signals.count(.paddingFrames, padding.frames)
      if padding.frames < -excess { return padding.frames == 0 ? .notYet : .ready }
    }
    source.noteAligned()
    if excess != 0 { post(.realigned, excess, now: now) }
    return .ready
  }

  /// Whole frames by which the ring's next frame would come too late, were it written now.
  private func excessFrames() -> Int {
    let latency = source.latency(queue, epoch: signals.epoch.value)
    return Int((latency - Double(latencyFrames)).rounded())
  }

  // MARK: - Trouble

  private mutating func recover(from outcome: TransferOutcome, now: Int) -> LiveWake {
    switch outcome {
    case .xrun:
      signals.count(.playbackXruns)
      post(.playbackXrun, now: now)
      noteStorm(now: now)
    case .suspended:
      signals.count(.playbackSuspensions)
      post(.playbackSuspended, now: now)
    case .failed(let code):
      signals.count(.playbackErrors)
      post(.playbackError, Int(code), now: now)
    case .ready, .notYet, .lost: break
    }
    if outcome != .xrun { countUnplayed() }
    queue.clear(now: now)
    signals.count(.lateFrames, source.cut())
    return follow(recovery.note(outcome, now: now), now: now)
  }

  /// Counts what the device held, once it plays no more of it.
  private mutating func countUnplayed() {
    device.stop()
    // The step may have been held up since it began: only the device knows what time it is now.
    let now = device.level().level.nanoseconds
    signals.count(.unplayedFrames, queue.leastFrames(now: now))
  }

  /// One attempt to have the device run again, filled so that the next frame is in time.
  private mutating func prepare(now: Int) -> LiveWake {
    var outcome = device.prepare()
    if outcome == .ready {
      queue.clear(now: now)
      outcome = prefill()
    }
    if outcome == .ready { outcome = device.start() }
    return follow(recovery.noteAttempt(outcome, now: now), now: now)
  }

  private mutating func prefill() -> TransferOutcome {
    signals.count(.lateFrames, source.forget())
    let wanted = 0 - excessFrames()
    let most = options.bufferFrames - options.periodFrames
    let frames = min(max(wanted, options.periodFrames), most)
    let silence = device.writeSilence(frames: frames)
    queue.noteWritten(silence.frames)
    signals.count(.fillerFrames, silence.frames)
    return silence.outcome == .ready && silence.frames < frames ? .notYet : silence.outcome
  }

  private mutating func follow(_ action: StreamRecovery.Action, now: Int) -> LiveWake {
    switch action {
    case .goOn: return .signal(atMost: 0)
    case .prepare: return prepare(now: now)
    case .tryAgain(let pause): return .pause(pause)
    case .giveUp(let fault):
      signals.playbackFault.set(fault.code)
      return end()
    }
  }

  /// Makes the latency longer by a period when it has been too short again and again.
  @_noLocks
  private mutating func noteStorm(now: Int) {
    guard storm.note(now: now) else { return }
    let raised = latencyFrames + options.periodFrames
    guard raised + 2 * options.periodFrames <= options.bufferFrames else { return }
    latencyFrames = raised
    signals.latencyFrames.set(raised)
    signals.count(.latencyRaises)
    post(.latencyRaised, raised, now: now)
  }

  // MARK: - The end

  private mutating func beginDraining(now: Int) -> LiveWake {
    // Time to play what is queued, and some for the driver: a stop takes a second at most.
    let deadline = now + options.time.nanoseconds(queue.frames) + 400_000_000
    drainDeadline = deadline
    signals.captureIsDone.raise()
    return drain(now: now, deadline: deadline)
  }

  private mutating func drain(now: Int, deadline: Int) -> LiveWake {
    let outcome = device.drain()
    if outcome == .notYet && now < deadline { return .pause(2_000_000) }
    return end()
  }

  private mutating func end() -> LiveWake {
    signals.count(.leftoverFrames, source.abandon())
    signals.captureIsDone.raise()
    signals.playbackEnded.raise()
    return .ended
  }

  /// Denormals were found to slow us down. Thread: audio.
  package func noteLostFlushing(now: Int) {
    signals.count(.flushingLosses)
    post(.flushingLost, now: now)
  }

  @_noLocks
  private func post(_ event: LiveEvent, _ value: Int = 0, now: Int) {
    events.post(AudioEvent(kind: event.rawValue, value: value, nanoseconds: now))
  }
}

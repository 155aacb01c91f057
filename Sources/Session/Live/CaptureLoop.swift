package import AudioDevices
package import Engine
internal import Realtime
internal import SignalProcessing

/// The body of the capture thread: one period in, rendered, and into the ring.
///
/// `@unchecked Sendable`: made on the control thread and moved to its own; the device is touched by
/// this thread alone from the start until the session has joined it.
package struct CaptureLoop: ~Copyable, @unchecked Sendable {
  /// The device that it reads.
  package let device: any CaptureDevice
  private let block: RenderBlock
  private var engine: GuardedEngine
  private var producer: FrameProducer
  private let wake: WakeSignal
  private let signals: LiveSignals
  private let events: EventQueue
  private let renderClock: any RenderClock
  private var diligence = Diligence()
  private var recovery = StreamRecovery()
  private var clock: CaptureClock
  private var patience: CapturePatience

  /// - Parameter wake: wakes the playback thread.
  init(
    device: any CaptureDevice, engine: consuming GuardedEngine,
    producer: consuming FrameProducer, wake: consuming WakeSignal,
    signals: consuming LiveSignals, events: consuming EventQueue, renderClock: any RenderClock
  ) {
    let time = FrameTime(rate: device.format.sampleRate)
    block = RenderBlock(
      inputCount: engine.inputCount, outputCount: engine.outputCount,
      frames: device.format.periodFrames)
    clock = CaptureClock(time: time)
    patience = CapturePatience(periodNanoseconds: time.nanoseconds(device.format.periodFrames))
    self.device = device
    self.engine = engine
    self.producer = producer
    self.wake = wake
    self.signals = signals
    self.events = events
    self.renderClock = renderClock
  }

  /// Gives the engine back. Thread: control, after the last step.
  package consuming func takeEngine() -> BlockAdapter { engine.takeEngine() }

  /// Does what can be done at this moment, and says what to wait for.
  ///
  /// - Parameter now: nanoseconds of the monotonic clock.
  /// - Parameter woken: what the last wait for the device ended in.
  /// - Thread: audio. Complexity: at most one block.
  package mutating func step(now: Int, woken: TransferOutcome) -> LiveWake {
    signals.captureBeats.add()
    if signals.captureIsDone.isRaised { return end() }
    if recovery.state == .running { return run(now: now, woken: woken) }
    return prepare(now: now)
  }

  private mutating func run(now: Int, woken: TransferOutcome) -> LiveWake {
    let outcome = woken == .ready ? device.readPeriod(into: block.input) : woken
    switch outcome {
    case .ready:
      diligence.noteStep(at: now)
      readBlock(now: now)
      if diligence.takePause(now: renderClock.nanoseconds()) { return .pause(Diligence.pause) }
    case .notYet: idle(now: now)
    case .xrun, .suspended, .lost, .failed: return recover(from: outcome, now: now)
    }
    return .frames(block.frames, atMost: patience.remaining(now: now))
  }

  /// A period has come in.
  private mutating func readBlock(now: Int) {
    // At once: what has come in since is counted off the block's time.
    let (outcome, level) = device.level()
    if patience.noteProgress(now: now) {
      clock.noteStandstill()
      post(.captureResumed, now: now)
    }
    stamp(level, isKnown: outcome == .ready && level.isPlausible, now: now)
    signals.count(.blocks)
    let work = engine.work
    let began = renderClock.nanoseconds()
    render(now: now)
    let taken = renderClock.nanoseconds(after: work) - began
    engine.noteTime(nanoseconds: taken, work: work, now: now)
  }

  @_noLocks
  private mutating func stamp(_ level: StreamLevel, isKnown: Bool, now: Int) {
    if isKnown {
      clock.stamp(level)
    } else {
      signals.count(.captureLies)
      clock.stampBlindly(block.frames, now: now)
    }
  }

  /// Nothing has come in. A source that stands still is replaced by silence, so that what the
  /// filters still hold is heard to its end.
  @_noLocks
  private mutating func idle(now: Int) {
    if patience.noteIdle(now: now) {
      signals.count(.captureStalls)
      clock.noteStandstill()
      post(.captureStalled, now: now)
    }
    guard patience.takeSilence(now: now) else { return }
    block.silence()
    clock.stamp(StreamLevel(frames: 0, nanoseconds: now))
    signals.count(.silentBlocks)
    render(now: now)
  }

  @_noLocks
  private mutating func render(now: Int) {
    if engine.render(block, now: now) { queueBlock(now: now) } else { withholdBlock() }
    wake.signal()
  }

  /// The block goes by the ring: playback mends the gap.
  @_noLocks
  private mutating func withholdBlock() {
    clock.noteSkipped(block.frames)
    signals.count(.withheldFrames, block.frames)
  }

  /// Denormals were found to slow us down. Thread: audio.
  package func noteLostFlushing(now: Int) {
    signals.count(.flushingLosses)
    post(.flushingLost, now: now)
  }

  /// All of the block or none: half a block would tear the stream.
  @_noLocks
  private mutating func queueBlock(now: Int) {
    if producer.writableFrames < block.frames {
      signals.count(.lostFrames, clock.noteSkipped(block.frames))
      signals.count(.overflowFrames, block.frames)
      post(.overflow, block.frames, now: now)
      return
    }
    publishClock()
    let spans = producer.reserve(block.frames)
    let firstFrames = spans.first.count / producer.channelCount
    if let place = spans.first.baseAddress { block.interleave(from: 0, firstFrames, into: place) }
    if let place = spans.second.baseAddress {
      block.interleave(from: firstFrames, block.frames - firstFrames, into: place)
    }
    producer.commit(block.frames)
  }

  /// Tells the playback side when the block was captured. The commit that follows publishes it.
  @_noLocks
  private mutating func publishClock() {
    let first = clock.queuedFrames
    let (epoch, isAfterGap, lostFrames) = clock.noteQueued(block.frames)
    if isAfterGap {
      signals.count(.lostFrames, lostFrames)
      signals.epochFrame.set(first)
      signals.gaps.add()
    }
    signals.epoch.set(epoch)
  }

  // MARK: - Trouble

  private mutating func recover(from outcome: TransferOutcome, now: Int) -> LiveWake {
    switch outcome {
    case .xrun:
      signals.count(.captureXruns)
      post(.captureXrun, now: now)
    case .suspended:
      signals.count(.captureSuspensions)
      post(.captureSuspended, now: now)
    case .failed(let code):
      signals.count(.captureErrors)
      post(.captureError, Int(code), now: now)
    case .ready, .notYet, .lost: break
    }
    clock.noteLoss()
    return follow(recovery.note(outcome, now: now), now: now)
  }

  /// One attempt to have the device run again.
  private mutating func prepare(now: Int) -> LiveWake {
    var outcome = device.prepare()
    if outcome == .ready { outcome = device.start() }
    return follow(recovery.noteAttempt(outcome, now: now), now: now)
  }

  private mutating func follow(_ action: StreamRecovery.Action, now: Int) -> LiveWake {
    switch action {
    case .goOn:
      _ = patience.noteProgress(now: now)
      return .frames(block.frames, atMost: patience.remaining(now: now))
    case .prepare: return prepare(now: now)
    case .tryAgain(let pause): return .pause(pause)
    case .giveUp(let fault):
      signals.captureFault.set(fault.code)
      return end()
    }
  }

  private func end() -> LiveWake {
    signals.captureEnded.raise()
    wake.signal()
    return .ended
  }

  @_noLocks
  private func post(_ event: LiveEvent, _ value: Int = 0, now: Int) {
    events.post(AudioEvent(kind: event.rawValue, value: value, nanoseconds: now))
  }
}

internal import Engine
internal import Realtime
internal import SignalProcessing

/// The engine between its guards: what no engine should be given is kept from it, and what nobody
/// should hear is kept from being heard.
///
/// Thread: audio, but for its making.
struct GuardedEngine: ~Copyable {
  private var engine: BlockAdapter
  private let signals: LiveSignals
  private let events: EventQueue
  private let meters: LiveMeters
  private let outputGuard: OutputGuard
  private let offsets: OffsetDetector
  private var hasOffset = false
  /// Sees only what is no level.
  private let poisonGuard = OutputGuard(ceiling: .greatestFiniteMagnitude)
  private let onFault: FaultResponse
  private var overload: OverloadWatch
  private var overloadRest = OverloadRest()
  /// The next block cuts off what was heard before it: playback mends the gap.
  private var hidesNext = false

  /// - Parameter onFault: a bypass only with as many channels in as out.
  init(
    _ engine: consuming BlockAdapter, signals: consuming LiveSignals,
    events: consuming EventQueue, meters: consuming LiveMeters, options: LiveSession.Options,
    sampleRate: Int
  ) {
    outputGuard = OutputGuard(ceiling: options.ceiling)
    offsets = OffsetDetector(channelCount: engine.outputCount, sampleRate: sampleRate)
    onFault = options.onFault
    overload = OverloadWatch(periodNanoseconds: meters.deadlines.periodNanoseconds)
    self.engine = engine
    self.signals = signals
    self.events = events
    self.meters = meters
  }

  var inputCount: Int { engine.inputCount }
  var outputCount: Int { engine.outputCount }

  /// Gives the engine back. Thread: control, after the last block.
  consuming func takeEngine() -> BlockAdapter { engine }

  /// What the next block will be made by.
  var work: BlockWork {
    @_noLocks get { signals.isMuted.isRaised || signals.standsIn.isRaised ? .rest : .chain }
  }

  /// Renders what may be rendered; says whether it may be heard.
  @_noLocks
  mutating func render(_ block: borrowing RenderBlock, now: Int) -> Bool {
    followUnmuting(now: now)
    let isFit = renderGuarded(block, now: now)
    watchOffset(block, now: now)
    meters.output.measure(block.output, frames: block.frames, channelStride: block.frames)
    return isFit
  }

  @_noLocks
  private mutating func renderGuarded(_ block: borrowing RenderBlock, now: Int) -> Bool {
    let isFit = checkInput(block, now: now)
    meters.input.measure(block.input, frames: block.frames, channelStride: block.frames)
    if signals.isMuted.isRaised {
      engine.rest(block.input, into: block.output, frames: block.frames, dryGain: 0)
      return true
    }
    if signals.standsIn.isRaised, case .bypass(let gain) = onFault {
      engine.rest(block.input, into: block.output, frames: block.frames, dryGain: gain)
    } else {
      engine.render(block.input, into: block.output, frames: block.frames)
    }
    let isSeamless = !hidesNext
    hidesNext = false
    return checkOutput(block, now: now) && isFit && isSeamless && followMuting()
  }

  /// Takes what is no level for silence, so that the engine never remembers it.
  @_noLocks
  private func checkInput(_ block: borrowing RenderBlock, now: Int) -> Bool {
    let verdict = poisonGuard.apply(
      to: block.input, frames: block.frames, channelCount: block.inputCount,
      channelStride: block.frames)
    guard verdict == .poisoned else { return true }
    signals.count(.poisonedInputs)
    post(.inputPoisoned, now: now)
    return false
  }

  @_noLocks
  private mutating func checkOutput(_ block: borrowing RenderBlock, now: Int) -> Bool {
    let verdict = outputGuard.apply(
      to: block.output, frames: block.frames, channelCount: block.outputCount,
      channelStride: block.frames)
    switch verdict {
    case .clean: return true
    case .limited(let samples):
      signals.count(.limitedSamples, samples)
      post(.limited, samples, now: now)
      return true
    case .runaway:
      // Never the input in its place: nobody knows how loud that is.
      signals.count(.runaways)
      mute(because: .runaway, now: now)
    case .poisoned:
      signals.count(.poisonedOutputs)
      if onFault == .mute { mute(because: .outputPoisoned, now: now) } else { standIn(now: now) }
    }
    return false
  }

  /// An offset moves no air and heats the coils.
  @_noLocks
  private mutating func watchOffset(_ block: borrowing RenderBlock, now: Int) {
    let count = offsets.observe(
      block.output, frames: block.frames, channelStride: block.frames)
    if count > 0 && !hasOffset {
      signals.count(.offsets)
      post(.offset, now: now)
    }
    hasOffset = count > 0
  }

  // MARK: - In place of the chain

  /// Whether playback lets the block be heard.
  @_noLocks
  private mutating func followMuting() -> Bool {
    guard signals.mustMute.isRaised else { return true }
    signals.mustMute.lower()
    engine.beginPurge()
    signals.isMuted.raise()
    return false
  }

  /// Nothing is heard any more until somebody who has looked says so. The engine begins at once to
  /// forget what made it mute: it may be released before the next block.
  @_noLocks
  private mutating func mute(because event: LiveEvent, now: Int) {
    engine.beginPurge()
    signals.isMuted.raise()
    post(event, now: now)
  }

  /// The untouched input is heard until somebody who has looked says so.
  @_noLocks
  private mutating func standIn(now: Int) {
    engine.beginPurge()
    signals.standsIn.raise()
    post(.inputStandsIn, now: now)
  }

  @_noLocks
  private mutating func followUnmuting(now: Int) {
    if overloadRest.takeEnd(now: now) { signals.standsIn.lower() }
    guard signals.mustUnmute.isRaised else { return }
    signals.mustUnmute.lower()
    guard signals.isMuted.isRaised || signals.standsIn.isRaised else { return }
    signals.isMuted.lower()
    signals.standsIn.lower()
    if overloadRest.isActive { overloadRest.end(now: now) }
    post(.unmuted, now: now)
  }

  // MARK: - Time

  /// A block has taken so long, from the moment at which it was there.
  @_noLocks
  mutating func noteTime(nanoseconds: Int, work: BlockWork, now: Int) {
    meters.deadlines.record(nanoseconds: nanoseconds)
    if work == .rest { return overload.restart() }
    let wasOverloaded = overload.isOverloaded
    switch overload.note(nanoseconds: nanoseconds) {
    case .none: break
    case .caughtUp: post(.chainCaughtUp, now: now)
    case .overloaded:
      signals.count(.overloads)
      if onFault != .mute {
        overloadRest.begin(now: now)
        signals.standsIn.raise()
        hidesNext = true
      } else if wasOverloaded {
        return
      }
      post(.chainTooSlow, now: now)
    }
  }

  @_noLocks
  private func post(_ event: LiveEvent, _ value: Int = 0, now: Int) {
    events.post(AudioEvent(kind: event.rawValue, value: value, nanoseconds: now))
  }
}

internal import AudioDevices
internal import Realtime

/// The playback thread: out of the ring and to the device, at the latency that was set.
///
/// `@unchecked Sendable`: made on the control thread and moved to its own; the device is touched by
/// this thread alone from the first block until the session has joined it.
struct PlaybackLoop: ~Copyable, @unchecked Sendable {
  private let device: any PlaybackDevice
  private var consumer: FrameConsumer
  private let wake: WakeSignal
  private let signals: LiveSignals
  private let latencyFrames: Int
  private let periodFrames: Int
  /// The device is empty and stands still until the newest block arrives.
  private var isHalted = false
  /// Steps in a row that moved no frame, and how many of them mean that the device stands still.
  private var idleSteps = 0
  private let patienceSteps: Int
  private let drainMilliseconds: Int32

  /// Times that a start with the full latency is tried before one with a block more is accepted.
  private static let refillAttempts = 4

  init(
    device: any PlaybackDevice, consumer: consuming FrameConsumer, wake: consuming WakeSignal,
    signals: consuming LiveSignals, latencyFrames: Int
  ) {
    self.device = device
    periodFrames = device.format.periodFrames
    patienceSteps = Patience.waits(for: device.format)
    drainMilliseconds = Patience.drainMilliseconds(for: device.format)
    self.consumer = consumer
    self.wake = wake
    self.signals = signals
    self.latencyFrames = latencyFrames
  }

  /// Runs until the capture side has finished and all is played, or a fault. Thread: audio.
  mutating func run() {
    var outcome = TransferOutcome.ready
    while goOn(after: outcome) && !isOver() {
      outcome = .ready
      if hasWork() {
        outcome = step()
      } else {
        _ = wake.wait(timeoutMilliseconds: Patience.milliseconds)
      }
    }
    if holdsSound { _ = device.drain(timeoutMilliseconds: drainMilliseconds) }
    signals.playbackEnded.raise()
  }

  /// Whether nothing is left to be played, or the device does not move any more.
  private mutating func isOver() -> Bool {
    // In this order: what was queued before the flag was raised is seen after it.
    guard signals.isFinished.isRaised else { return false }
    return consumer.readableFrames == 0 || idleSteps >= patienceSteps
  }

  /// Whether the device is playing what it was given.
  private var holdsSound: Bool {
    signals.hasStarted.isRaised && !signals.playbackFaulted.isRaised && !isHalted
      && idleSteps < patienceSteps
  }

  private mutating func hasWork() -> Bool {
    guard consumer.readableFrames > 0 else { return false }
    return !isHalted || signals.captureIsCurrent.isRaised || signals.isFinished.isRaised
  }

  /// Writes what is queued; waits for room when there is none.
  private mutating func step() -> TransferOutcome {
    RealtimeSection.enter()
    let written = isHalted ? refill() : writeQueued()
    RealtimeSection.exit()
    idleSteps = written.frames > 0 ? 0 : idleSteps + 1
    guard written.outcome == .ready && written.frames == 0 else { return written.outcome }
    return device.wait(timeoutMilliseconds: Patience.milliseconds)
  }

  /// Writes up to a period of what is queued, as far as there is room.
  private mutating func writeQueued() -> (outcome: TransferOutcome, frames: Int) {
    let spans = consumer.peek(min(consumer.readableFrames, periodFrames))
    guard let place = spans.first.baseAddress else { return (.ready, 0) }
    let written = device.write(place, frames: spans.first.count / consumer.channelCount)
    consumer.discard(written.frames)
    return written
  }

  /// Queues the latency again and starts: silence, less what the ring already holds, then that.
  private mutating func refill() -> (outcome: TransferOutcome, frames: Int) {
    var attempt = 1
    while true {
      let late = max(consumer.readableFrames - latencyFrames, 0)
      signals.droppedFrames.add(consumer.discard(late))
      let level = consumer.readableFrames
      let filled = fill(level)
      guard filled.outcome == .ready else { return filled }
      if consumer.readableFrames == level || attempt == Self.refillAttempts {
        consumer.discard(filled.frames)
        break
      }
      // A block came in meanwhile: all sound would be late by its frames.
      let reset = device.reset()
      guard reset == .ready else { return (reset, 0) }
      attempt += 1
    }
    isHalted = false
    signals.playbackIsHalted.lower()
    return (device.resume(), 1)
  }

  /// Writes silence and the oldest `level` frames, which stay in the ring.
  private mutating func fill(_ level: Int) -> (outcome: TransferOutcome, frames: Int) {
    let silence = device.writeSilence(frames: max(latencyFrames - level, 0))
    guard silence.outcome == .ready else { return silence }
    let spans = consumer.peek(level)
    guard let first = spans.first.baseAddress else { return (.ready, 0) }
    let frames = spans.first.count / consumer.channelCount
    let written = device.write(first, frames: frames)
    guard written.outcome == .ready, written.frames == frames,
      let second = spans.second.baseAddress
    else { return written }
    let rest = device.write(second, frames: spans.second.count / consumer.channelCount)
    return (rest.outcome, frames + rest.frames)
  }

  /// Counts and mends what the device or the capture side reports; says whether to run on.
  private mutating func goOn(after outcome: TransferOutcome) -> Bool {
    if isFault(outcome) { return false }
    switch outcome {
    case .xrun: signals.playbackXruns.add()
    case .suspended: signals.suspensions.add()
    case .ready, .timedOut, .lost, .failed:
      if !signals.needsRealignment.isRaised { return true }
    }
    return !isFault(halt())
  }

  /// Whether this is the end; if so, it is noted for the control side.
  private func isFault(_ outcome: TransferOutcome) -> Bool {
    guard let fault = LiveFault(outcome) else { return false }
    signals.playbackFault.add(fault.code)
    signals.playbackFaulted.raise()
    return true
  }

  /// Empties device and ring: what waits there would come too late.
  private mutating func halt() -> TransferOutcome {
    // In this order: what the capture side says after this counts anew.
    signals.needsRealignment.lower()
    signals.captureIsCurrent.lower()
    signals.playbackIsHalted.raise()
    signals.droppedFrames.add(consumer.discard(consumer.readableFrames))
    isHalted = true
    return device.reset()
  }
}

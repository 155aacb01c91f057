internal import AudioDevices
internal import Realtime

/// The playback thread: out of the ring and to the device, at the latency that was set.
///
/// `@unchecked Sendable`: made on the control thread and moved to its own; the device is touched by
/// this thread alone from the start until the session has joined it.
struct PlaybackLoop: ~Copyable, @unchecked Sendable {
  private let device: any PlaybackDevice
  private var consumer: FrameConsumer
  private let wake: WakeSignal
  private let signals: LiveSignals
  private let latencyFrames: Int
  private let periodFrames: Int
  /// The device is empty and stands still until a block arrives.
  private var isHalted = false

  private static let patienceMilliseconds: Int32 = 50
  private static let drainMilliseconds: Int32 = 2000

  init(
    device: any PlaybackDevice, consumer: consuming FrameConsumer, wake: consuming WakeSignal,
    signals: consuming LiveSignals, latencyFrames: Int
  ) {
    self.device = device
    periodFrames = device.format.periodFrames
    self.consumer = consumer
    self.wake = wake
    self.signals = signals
    self.latencyFrames = latencyFrames
  }

  /// Runs until the capture side has finished and all is played, or a fault. Thread: audio.
  mutating func run() {
    var outcome = TransferOutcome.ready
    while goOn(after: outcome) {
      outcome = .ready
      if consumer.readableFrames == 0 {
        // In this order: what was queued before the flag was raised is seen after it.
        if signals.isFinished.isRaised && consumer.readableFrames == 0 { break }
        _ = wake.wait(timeoutMilliseconds: Self.patienceMilliseconds)
        continue
      }
      RealtimeSection.enter()
      let written = isHalted ? refill() : writeQueued()
      RealtimeSection.exit()
      outcome = written.outcome
      if outcome == .ready && written.frames == 0 {
        outcome = device.wait(timeoutMilliseconds: Self.patienceMilliseconds)
      }
    }
    if signals.playbackFaulted.isRaised == false && !isHalted {
      _ = device.drain(timeoutMilliseconds: Self.drainMilliseconds)
    }
    signals.playbackEnded.raise()
  }

  /// Writes what is queued, as far as there is room.
  private mutating func writeQueued() -> (outcome: TransferOutcome, frames: Int) {
    let spans = consumer.peek(min(consumer.readableFrames, periodFrames))
    guard let place = spans.first.baseAddress else { return (.ready, 0) }
    let written = device.write(place, frames: spans.first.count / consumer.channelCount)
    consumer.discard(written.frames)
    return written
  }

  /// Queues the latency again: silence, less what the ring already holds, then a block; then starts.
  private mutating func refill() -> (outcome: TransferOutcome, frames: Int) {
    let silence = max(latencyFrames - consumer.readableFrames, 0)
    var written = device.writeSilence(frames: silence)
    guard written.outcome == .ready else { return written }
    while consumer.readableFrames > 0 {
      written = writeQueued()
      guard written.outcome == .ready, written.frames > 0 else { break }
    }
    guard written.outcome == .ready else { return written }
    isHalted = false
    return (device.resume(), 1)
  }

  /// Counts and mends what the device or the capture side reports; says whether to run on.
  private mutating func goOn(after outcome: TransferOutcome) -> Bool {
    var outcome = outcome
    if outcome == .xrun || outcome == .suspended {
      if outcome == .xrun { signals.playbackXruns.add() } else { signals.suspensions.add() }
      outcome = halt()
    } else if signals.needsRealignment.isRaised {
      outcome = halt()
    }
    guard let fault = LiveFault(outcome) else { return true }
    signals.playbackFault.add(fault.code)
    signals.playbackFaulted.raise()
    return false
  }

  /// Empties device and ring: what waits there would come too late.
  private mutating func halt() -> TransferOutcome {
    RealtimeSection.enter()
    defer { RealtimeSection.exit() }
    signals.needsRealignment.lower()
    signals.droppedFrames.add(consumer.discard(consumer.readableFrames))
    isHalted = true
    return device.reset()
  }
}

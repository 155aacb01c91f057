import AudioDevices

/// The playback side of ``LiveCards``.
final class LivePlayback: PlaybackDevice {
  let name = "speaker"
  let format: StreamFormat
  let clippedSampleCount = 0
  private let cards: LiveMonitor<LiveCards>

  init(_ cards: LiveMonitor<LiveCards>, format: StreamFormat) {
    self.cards = cards
    self.format = format
  }

  func prepare() throws(DeviceError) {
    cards.with { $0.calls.append("playback prepare") }
  }

  func start() throws(DeviceError) {
    let error = cards.with { cards in
      cards.playbackRuns = cards.playbackStartError == nil
      return cards.playbackStartError
    }
    if let error { throw error }
  }

  func wait(timeoutMilliseconds: Int32) -> TransferOutcome {
    cards.with { cards in
      cards.owesAnswer = false
      if cards.isDry { return .xrun }
      let room = format.bufferFrames - cards.queue.count
      return room >= format.periodFrames ? .ready : .timedOut
    }
  }

  func write(
    _ source: UnsafePointer<Float>, frames: Int
  ) -> (outcome: TransferOutcome, frames: Int) {
    cards.with { cards in
      if !cards.playbackWrites.isEmpty {
        cards.playbackRuns = false
        return (cards.handOut(cards.playbackWrites.removeFirst()), 0)
      }
      if cards.isDry { return (.xrun, 0) }
      let taken = min(frames, format.bufferFrames - cards.queue.count)
      for frame in 0..<taken {
        cards.queue.append(source[2 * frame])
        if source[2 * frame] != -source[2 * frame + 1] { cards.tornFrames += 1 }
      }
      if taken > 0 && cards.playbackRuns { cards.owesAnswer = false }
      return (.ready, taken)
    }
  }

  func writeSilence(frames: Int) -> (outcome: TransferOutcome, frames: Int) {
    letPeriodsPass()
    return cards.with { cards in
      if cards.isDry { return (.xrun, 0) }
      let taken = min(frames, format.bufferFrames - cards.queue.count)
      cards.queue += [Float](repeating: 0, count: taken)
      cards.prefills.append(taken)
      return (.ready, taken)
    }
  }

  /// A period that passes now, and that the capture side renders before anything else happens.
  private func letPeriodsPass() {
    let passes = cards.with { cards in
      if cards.periodsDuringRefill == 0 { return false }
      cards.periodsDuringRefill -= 1
      cards.pass()
      return true
    }
    if passes {
      _ = cards.when {
        $0.captured.isEmpty && $0.captureIsWaiting
      } _: { _ in
      }
    }
  }

  func reset() -> TransferOutcome {
    cards.with { cards in
      cards.calls.append("playback reset")
      // A reset in the middle of a refill begins the refill again and answers nothing.
      let isRetry = cards.isHalted && !cards.queue.isEmpty
      if !isRetry { cards.owesAnswer = false }
      cards.queue = []
      cards.isDry = false
      cards.playbackRuns = false
      cards.playbackIsStalled = false
      cards.isHalted = true
      return cards.playbackResets.isEmpty
        ? .ready : cards.handOut(cards.playbackResets.removeFirst())
    }
  }

  func resume() -> TransferOutcome {
    cards.with { cards in
      cards.playbackRuns = true
      cards.isHalted = false
      cards.owesAnswer = false
    }
    return .ready
  }

  func drain(timeoutMilliseconds: Int32) -> TransferOutcome {
    cards.with { cards in
      cards.drainMilliseconds.append(timeoutMilliseconds)
      cards.drain()
    }
    return .ready
  }

  func stop() {
    cards.with { cards in
      cards.calls.append("playback stop")
      cards.playbackRuns = false
    }
  }
}

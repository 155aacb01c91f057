import AudioDevices

/// The capture side of ``LiveCards``.
final class LiveCapture: CaptureDevice {
  let name = "microphone"
  let format: StreamFormat
  private let cards: LiveMonitor<LiveCards>

  init(_ cards: LiveMonitor<LiveCards>, format: StreamFormat) {
    self.cards = cards
    self.format = format
  }

  func prepare() throws(DeviceError) {
    cards.with { $0.calls.append("capture prepare") }
  }

  func start() throws(DeviceError) {
    let error = cards.with { cards in
      cards.captureRuns = cards.captureStartError == nil
      return cards.captureStartError
    }
    if let error { throw error }
  }

  func wait(timeoutMilliseconds: Int32) -> TransferOutcome {
    if timeoutMilliseconds == 0 { return cards.with { $0.captured.isEmpty ? .timedOut : .ready } }
    cards.with { $0.captureIsWaiting = true }
    let outcome = cards.when {
      $0.captureIsStalled || $0.isOver || !$0.captureWaits.isEmpty || $0.isReadable
    } _: { cards -> TransferOutcome in
      cards.captureIsWaiting = false
      if !cards.captureWaits.isEmpty { return cards.handOut(cards.captureWaits.removeFirst()) }
      return cards.isReadable && !cards.captureIsStalled ? .ready : .timedOut
    }
    if let outcome { return outcome }
    cards.with {
      $0.hasHung = true
      $0.isOver = true
    }
    return .lost
  }

  func readPeriod(into destination: UnsafeMutablePointer<Float>) -> TransferOutcome {
    cards.with { cards in
      if !cards.captureReads.isEmpty { return cards.handOut(cards.captureReads.removeFirst()) }
      let time = cards.captured.removeFirst()
      for frame in 0..<format.periodFrames {
        destination[frame] = Float(time + frame + 1)
        destination[format.periodFrames + frame] = -Float(time + frame + 1)
      }
      cards.owesAnswer = !cards.isOver
      return .ready
    }
  }

  func recover() -> TransferOutcome {
    cards.with { cards in
      cards.calls.append("capture recover")
      cards.captured = []
      let outcome = cards.captureRecoveries.isEmpty ? .ready : cards.captureRecoveries.removeFirst()
      return cards.handOut(outcome)
    }
  }

  func stop() {
    cards.with { cards in
      cards.calls.append("capture stop")
      cards.captureRuns = false
    }
  }
}

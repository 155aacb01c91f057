package import AudioDevices

/// One direction of a card: what it offers, how it behaves, what will go wrong with it.
package final class CardSide {
  package let direction: StreamDirection
  package unowned let card: SimulatedCard
  package var offer = StreamOffer()
  package var habits = StreamHabits()
  package var faults = StreamFaults()
  /// Another program holds it until then; nanoseconds.
  package var heldUntil = 0
  /// So many times opening fails in this way.
  package var openFailure: (kind: DeviceError.Kind, calls: Int) = (.failed, 0)
  /// A close begun before this moment ends only then; nanoseconds.
  package var closesAt = 0
  /// The newest stream that was opened and not closed yet.
  package internal(set) var stream: SimulatedStream?
  private var openCount: UInt64 = 0

  init(card: SimulatedCard, direction: StreamDirection) {
    self.card = card
    self.direction = direction
  }

  /// Numbers for one stream's calls, others for each that is opened.
  func callGenerator() -> SeededGenerator {
    openCount += 1
    return SeededGenerator(
      seed: card.world.seed &+ mixed(openCount),
      purpose: direction == .capture ? .captureCalls : .playbackCalls)
  }

  /// Opens it, or says why not.
  func open(_ request: StreamRequest) throws(DeviceError) -> SimulatedStream {
    try checkOpen()
    let format = try offer.grant(request, device: card.name, now: card.world.time.now)
    precondition(format.sampleRate == card.clock.nominalRate)
    let stream = SimulatedStream(card: card, direction: direction, format: format)
    self.stream = stream
    return stream
  }

  private func checkOpen() throws(DeviceError) {
    func refuse(_ kind: DeviceError.Kind, _ message: String) -> DeviceError {
      DeviceError(kind: kind, device: card.name, message: message)
    }
    if !card.isPresent {
      throw refuse(.missing, "the simulated card is not plugged in; plug it in")
    }
    if card.world.failures.take(now: card.world.time.now) < 0 {
      throw refuse(.failed, "opening the simulated card fails by its number; ask again")
    }
    if openFailure.calls > 0 {
      openFailure.calls -= 1
      throw refuse(openFailure.kind, "the simulated card was told to refuse; ask again")
    }
    let isHeld =
      heldUntil > card.world.time.now || (stream != nil && stream?.state != .disconnected)
    if isHeld {
      throw refuse(.busy, "the simulated card is open elsewhere; wait until it is closed")
    }
  }

  /// Lets what is scripted by calls happen; `true` when something did.
  func takeScriptedCall() -> Bool {
    var hasHappened = false
    if faults.callsToUnplug > 0 {
      faults.callsToUnplug -= 1
      if faults.callsToUnplug == 0 {
        card.unplug(until: card.world.time.now + faults.absence)
        hasHappened = true
      }
    }
    if faults.callsToSuspend > 0 {
      faults.callsToSuspend -= 1
      if faults.callsToSuspend == 0 {
        card.suspend(until: card.world.time.now + faults.absence)
        hasHappened = true
      }
    }
    return hasHappened
  }
}

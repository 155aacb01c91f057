internal import Glibc

/// Two cards, their provider and the scheduler, under one script.
package final class SimulatedBench {
  package let world: SimulatedWorld
  package let provider: SimulatedDeviceProvider
  package private(set) var scheduler: Scheduler!

  package init(
    world: SimulatedWorld, provider: SimulatedDeviceProvider, script: [ScriptedChange] = []
  ) {
    self.world = world
    self.provider = provider
    let cards =
      provider.captureCard === provider.playbackCard
      ? [provider.captureCard] : [provider.captureCard, provider.playbackCard]
    scheduler = Scheduler(world: world, cards: cards, script: script) { [unowned self] change in
      apply(change)
    }
  }

  package func card(_ direction: StreamDirection) -> SimulatedCard {
    direction == .capture ? provider.captureCard : provider.playbackCard
  }

  package func side(_ direction: StreamDirection) -> CardSide { card(direction)[direction] }

  private var now: Int { world.time.now }

  /// Does it now.
  package func apply(_ change: WorldChange) {
    world.note(change)
    switch change {
    case .stall(let role, let duration): scheduler.stall(role, nanoseconds: duration)
    case .heal: heal()
    case .slowChain(let cost, let duration):
      world.chainCost = (cost, duration == 0 ? 0 : now + duration)
    case .refuseThreads(let sessions): world.refusedSessions = sessions
    case .hangDrain: side(.playback).faults.drainsForever = true
    default: if !applyToCard(change) { applyToCalls(change) }
    }
  }

  private func applyToCard(_ change: WorldChange) -> Bool {
    switch change {
    case .xrun(let side): self.side(side).stream?.forceXrun()
    case .suspend(let side, let duration, let cannotResume):
      if cannotResume { self.side(side).faults.resume = .init(calls: 1, code: ENOSYS) }
      provider.captureCard.suspend(until: now + duration)
      provider.playbackCard.suspend(until: now + duration)
      scheduler.stall(nil, nanoseconds: duration / 2)
    case .unplug(let side, let duration): card(side).unplug(until: now + duration)
    case .replugOther(let side, let duration):
      card(side).unplug(until: now + duration / 2)
      self.side(side).offer.missesRatesUntil = now + duration
    case .freeze(let side, let duration): card(side).freeze(until: now + duration)
    case .stick(let side): stick(self.side(side))
    case .drift(let side, let ppm): card(side).setDrift(ppm: ppm)
    case .changeSource: provider.changeSource()
    case .refuseSpeed: side(.capture).faults.refusesSpeed = true
    default: return false
    }
    return true
  }

  private func stick(_ side: CardSide) {
    guard let stream = side.stream else { return }
    stream.sync()
    guard stream.state.isMoving else { return }
    side.faults.isStuck = true
    stream.version &+= 1
  }

  private func applyToCalls(_ change: WorldChange) {
    switch change {
    case .unplugInCall(let side, let calls, let duration):
      self.side(side).faults.callsToUnplug = calls
      self.side(side).faults.absence = duration
    case .suspendInCall(let side, let calls, let duration):
      self.side(side).faults.callsToSuspend = calls
      self.side(side).faults.absence = duration
    case .lie(let side, let calls, let lie):
      self.side(side).faults.lies = calls
      self.side(side).faults.lie = lie
    case .shorten(let side, let calls): self.side(side).faults.shortTransfers = calls
    case .wakeEarly(let side, let waits):
      self.side(side).faults.spuriousWakes = waits
      self.side(side).stream?.version &+= 1
    default: applyToResults(change)
    }
  }

  private func applyToResults(_ change: WorldChange) {
    switch change {
    case .failTransfers(let side, let calls, let code):
      self.side(side).faults.transfer = .init(calls: calls, code: code)
    case .failPrepare(let side, let calls, let code):
      self.side(side).faults.prepare = .init(calls: calls, code: code)
    case .failStart(let side, let calls, let code):
      self.side(side).faults.start = .init(calls: calls, code: code)
    case .hold(let side, let duration): self.side(side).heldUntil = now + duration
    case .refuseOpen(let side, let calls, let kind):
      self.side(side).openFailure = (kind, calls)
    case .hangClose(let side, let duration): self.side(side).closesAt = now + duration
    default: preconditionFailure("Nobody applies \(change).")
    }
  }

  /// Cures everything but what a stream has been through already.
  private func heal() {
    scheduler.endStalls()
    provider.endHangs()
    world.chainCost = (0, 0)
    world.refusedSessions = 0
    for side in [side(.capture), side(.playback)] {
      side.stream?.sync()
      side.faults = StreamFaults()
      side.heldUntil = 0
      side.openFailure.calls = 0
      side.closesAt = 0
      side.offer.missesRatesUntil = 0
      side.stream?.version &+= 1
    }
    for card in [provider.captureCard, provider.playbackCard] { card.heal() }
  }
}

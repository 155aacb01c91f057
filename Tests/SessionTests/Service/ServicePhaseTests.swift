import Testing

@testable import Session

/// What the daemon is doing, and when it tries again.
@Suite struct ServicePhaseTests {
  @Test func `a life with one interruption`() {
    var phase = ServicePhase.waiting
    for (event, next) in [
      (ServicePhase.Event.started, ServicePhase.playing), (.interrupted, .waiting),
      (.started, .playing), (.stopRequested, .fading), (.silent, .closing), (.closed, .ended),
    ] {
      phase.handle(event)
      #expect(phase == next)
    }
  }

  @Test func `a stop while it waits has nothing to fade`() {
    var phase = ServicePhase.waiting
    phase.handle(.stopRequested)
    #expect(phase == .closing)
  }

  @Test func `what cannot happen traps`() async {
    await #expect(processExitsWith: .failure) {
      var phase = ServicePhase.ended
      phase.handle(.started)
    }
    await #expect(processExitsWith: .failure) {
      var phase = ServicePhase.fading
      phase.handle(.interrupted)
    }
  }

  @Test func `tries are further and further apart, and never a second`() {
    var backoff = Backoff()
    #expect(backoff.dueAt < 0)
    var pauses: [Int] = []
    for _ in 0..<7 {
      backoff.noteFailure(now: 0)
      pauses.append(backoff.dueAt / 1_000_000)
    }
    #expect(pauses == [50, 100, 200, 400, 800, 800, 800])
    backoff.reset()
    #expect(backoff == Backoff())
  }
}

import AudioDevices
import SimulatedDevices
import SimulatedSession
import Testing

/// One fault at a time, at each of the calls that can meet it.
struct FaultTests {
  /// Runs the changes and expects every promise to be kept.
  private func keepsPromises(
    _ changes: [(seconds: Double, WorldChange)], adjust: (inout SimulationPlan) -> Void = { _ in },
    _ location: SourceLocation = #_sourceLocation
  ) -> SimulationResult {
    var plan = SimulationPlan.calm(changes)
    adjust(&plan)
    let result = SessionSimulation(plan).run()
    let story = changes.map { "\($0.1)" }.joined(separator: ", ")
    #expect(result.violations == [], "\(story)", sourceLocation: location)
    return result
  }

  @Test(arguments: [StreamDirection.capture, .playback])
  func `A7, A8: a card can go in any call, and comes back`(side: StreamDirection) {
    for calls in 1...24 {
      let result = keepsPromises([(5, .unplugInCall(side, calls: calls, 1_000_000_000))])
      #expect(result.truth.gapFrames > 4000)
    }
  }

  @Test(arguments: [StreamDirection.capture, .playback])
  func `A6: the system can sleep in any call`(side: StreamDirection) {
    for calls in 1...24 {
      let result = keepsPromises([(5, .suspendInCall(side, calls: calls, 200_000_000))])
      #expect(result.truth.gapCount > 0)
    }
  }

  @Test(arguments: [StreamDirection.capture, .playback])
  func `A10, A15: a transfer can fail once, thrice, and for long`(side: StreamDirection) {
    for calls in [1, 2, 3, 4, 10, 40] {
      for code: Int32 in [5, 11, 4, 16] {
        _ = keepsPromises([(5, .failTransfers(side, calls: calls, code))])
      }
    }
  }

  @Test(arguments: [StreamDirection.capture, .playback])
  func `A5: preparing and starting again can fail`(side: StreamDirection) {
    for calls in [1, 2, 3, 20, 300] {
      for code: Int32 in [5, 16, 11] {
        _ = keepsPromises([(5, .failPrepare(side, calls: calls, code)), (5, .xrun(side))])
        _ = keepsPromises([(5, .failStart(side, calls: calls, code)), (5, .xrun(side))])
      }
    }
  }

  @Test(arguments: [StreamDirection.capture, .playback])
  func `A1, A2: an xrun does not click, whenever it comes`(side: StreamDirection) {
    for step in 0..<16 { _ = keepsPromises([(5 + 0.004 * Double(step), .xrun(side))]) }
  }

  @Test func `A1, A3: threads that do not run for a while cost sound and nothing else`() {
    for role in [Scheduler.ProcessRole.capture, .playback, .control, nil] {
      for milliseconds in [3, 30, 43, 100, 300, 10_000] {
        _ = keepsPromises([(5, .stall(role, milliseconds * 1_000_000))])
      }
    }
  }

  @Test func `A3: a stall of both threads beyond their buffers is one trouble, told once`() {
    let result = keepsPromises([(5, .stall(nil, 400_000_000))])
    #expect(result.counts.contains("jointXruns 1"))
    #expect(result.events.count { $0.text.contains("bothXruns") } == 1)
    #expect(!result.events.contains { $0.text.contains("LiveEvent.captureXrun") })
    #expect(!result.events.contains { $0.text.contains("LiveEvent.playbackXrun") })
  }

  @Test func `A23: a machine that was paused for ten seconds has one xrun on each side`() {
    let result = keepsPromises([(5, .stall(nil, 10_000_000_000))])
    #expect(result.counts.contains("timeGaps 1"))
    #expect(result.counts.contains("jointXruns 1"))
    let gap = result.events.filter { $0.text.hasPrefix("timeGap(nanoseconds: 10") }
    #expect(gap.count == 1)
  }

  @Test(arguments: [StreamDirection.capture, .playback])
  func `A11, A12: a clock that stands, and a position that sticks, are overcome`(
    side: StreamDirection
  ) {
    for milliseconds in [30, 150, 250, 1000, 5000] {
      _ = keepsPromises([(5, .freeze(side, milliseconds * 1_000_000))])
    }
    _ = keepsPromises([(5, .stick(side))])
  }

  @Test(arguments: [StreamDirection.capture, .playback])
  func `A13: a driver's lies are not believed`(side: StreamDirection) {
    for lie in [StreamFaults.Lie.beyond, .negative] {
      for calls in [1, 3, 30] {
        _ = keepsPromises([(5, .lie(side, calls: calls, lie)), (5.05, .xrun(.capture))])
        // Just before the card goes: what it did not play is told from its last level.
        _ = keepsPromises([
          (5, .lie(side, calls: calls, lie)), (5.02, .unplug(.playback, 1_000_000_000)),
        ])
      }
    }
  }

  @Test func `A14, A15: early wake-ups and short transfers change nothing`() {
    for side in [StreamDirection.capture, .playback] {
      for calls in [1, 5, 50] {
        let early = keepsPromises([(5, .wakeEarly(side, waits: calls))])
        #expect(early.truth.gapFrames == 0)
        let short = keepsPromises([(5, .shorten(side, calls: calls))])
        #expect(short.truth.missedFrames == 0)
      }
    }
  }

  @Test(arguments: [StreamDirection.capture, .playback])
  func `A8, A9, A22: a card that is held, refused, changed or closes slowly is waited for`(
    side: StreamDirection
  ) {
    let gone = WorldChange.unplug(side, 500_000_000)
    _ = keepsPromises([(5, .hold(side, 5_000_000_000)), (5, gone)])
    _ = keepsPromises([(5, .refuseOpen(side, calls: 5, .busy)), (5, gone)])
    _ = keepsPromises([(5, .replugOther(side, 5_000_000_000))])
    _ = keepsPromises([(5, .hangClose(side, 5_000_000_000)), (5, gone)])
  }

  @Test func `The end comes although the last frames do not find room at once`() {
    for odd in 0..<16 {
      _ = keepsPromises([]) {
        $0.latencyFrames += 7 * odd
        // Capture is faster, so that playback's buffer is full when the stop comes.
        $0.bufferFrames = 1024
        $0.captureDrift.ppm = 900
        $0.playbackHabits.granularityFrames = odd % 2 == 0 ? 1 : 256
      }
    }
  }

  @Test func `A loss is counted even if nothing of what follows finds room`() {
    // Playback sleeps until it is given up; meanwhile capture sleeps, and fills the ring.
    let result = keepsPromises([
      (5, .suspendInCall(.playback, calls: 1, 3_000_000_000)),
      (6, .suspendInCall(.capture, calls: 1, 300_000_000)),
    ])
    #expect(result.truth.missedFrames > 2000)
    #expect(result.session.overflowFrames > 2000)
  }

  @Test func `A22: the end comes although a drain hangs`() {
    var plan = SimulationPlan.calm([])
    plan.script = [ScriptedChange(time: plan.healTime, change: .hangDrain, number: 1)]
    let result = SessionSimulation(plan).run()
    #expect(result.violations == [])
  }

  @Test(arguments: [1, 8, 48, 256, 384])
  func `A16: positions that move in grains cause no xruns`(grain: Int) {
    let result = keepsPromises([]) {
      $0.captureHabits.granularityFrames = grain
      $0.playbackHabits.granularityFrames = grain
      $0.latencyFrames += 2 * grain
      $0.bufferFrames += 1024
    }
    #expect(result.truth.gapFrames == 0)
  }
}

import AudioDevices
import SimulatedDevices
import Testing

struct DuplexTests {
  @Test func `Two equal clocks lose nothing in a day, at the latency that was set`() {
    let cards = CardFixture(sampleRate: 1000, periodFrames: 512, bufferFrames: 2048)
    let (subject, checker) = cards.runDuplex(seconds: 86_400, latencyFrames: 1024)
    #expect(checker.violations == [])
    #expect(checker.truth.gapFrames == 0)
    #expect(subject.restartCount == 1)
    #expect(checker.truth.soundFrames >= 86_400_000 - 2048)
    #expect(checker.latencies.map { $0.lowerBound > 1023 && $0.upperBound < 1025 } == true)
  }

  @Test func `A day of 100 ppm without matching loses the frames that arithmetic says`() {
    let cards = CardFixture(
      sampleRate: 1000, periodFrames: 512, bufferFrames: 2048, capture: .init(ppm: 100))
    let (subject, checker) = cards.runDuplex(seconds: 86_400, latencyFrames: 1024)
    // 1,000 · 86,400 · 10⁻⁴, of which the room in playback's buffer, kept to the period's end, takes
    // the first.
    let surplus = 8640
    #expect(abs(subject.droppedFrames + (2048 - 1024) - surplus) <= 512)
    // What was dropped last is still in the buffer, and not missed yet.
    #expect((0...2).contains(subject.droppedFrames - checker.truth.gapFrames))
    #expect(checker.violations == [])
    // What both buffers still hold is nobody's loss yet.
    let found = checker.truth.discrepancies(with: subject.accounts, clockError: 0)
    #expect(found.filter { !$0.hasPrefix("unheard") } == [])
  }

  @Test func `A day of −100 ppm without matching underruns as often as arithmetic says`() {
    let cards = CardFixture(
      sampleRate: 1000, periodFrames: 512, bufferFrames: 2048, capture: .init(ppm: -100))
    let (subject, _) = cards.runDuplex(seconds: 86_400, latencyFrames: 1024)
    // Each start queues 1,024 frames, and underruns when less than a period is left of them.
    let runs = 8640 / 512
    #expect(abs(subject.restartCount - runs) <= 2)
  }

  @Test func `A stall longer than the latency costs an underrun, a shorter one nothing`() {
    for (stall, restarts) in [(20_000_000, 1), (200_000_000, 2)] {
      let cards = CardFixture()
      let script = [ScriptedChange(time: 5_000_000_000, change: .stall(nil, stall), number: 1)]
      let (subject, checker) = cards.runDuplex(seconds: 10, latencyFrames: 768, script: script)
      #expect(subject.restartCount == restarts)
      #expect((checker.truth.gapFrames > 0) == (restarts > 1))
      #expect(checker.violations == [])
    }
  }

  @Test func `After sleep and after a replug there is sound again`() {
    let changes: [WorldChange] = [
      .suspend(.capture, 1_000_000_000, cannotResume: true),
      .unplug(.playback, 1_000_000_000), .unplugInCall(.capture, calls: 1, 1_000_000_000),
      .freeze(.playback, 1_000_000_000), .xrun(.capture), .replugOther(.capture, 1_500_000_000),
    ]
    for change in changes {
      let cards = CardFixture()
      let script = [ScriptedChange(time: 5_000_000_000, change: change, number: 1)]
      let (_, checker) = cards.runDuplex(seconds: 10, latencyFrames: 768, script: script)
      #expect(checker.violations == [], "\(change)")
      #expect((checker.soundSince ?? .max) < 8_000_000_000, "\(change)")
      #expect((checker.lastSound ?? 0) > 10_900_000_000, "\(change)")
    }
  }

  @Test func `Late wake-ups change when frames move, not which are heard`() {
    func heard(_ habits: WakeHabits) -> (payload: UInt64, trace: UInt64) {
      let cards = CardFixture(capture: .init(ppm: 40, wanderPpm: 3))
      let (_, checker) = cards.runDuplex(seconds: 60, latencyFrames: 768, habits: habits)
      return (checker.payloadHash, cards.world.trace.hash.value)
    }
    let calm = heard(.init())
    let late = heard(.init(usualNanoseconds: 100_000, tailChance: 0.1, tailLimit: 100))
    #expect(calm.payload == late.payload)
    #expect(calm.trace != late.trace)
  }

  private func stormyHash(seed: UInt64) -> UInt64 {
    let cards = CardFixture(
      seed: seed, capture: .init(ppm: 200, wanderPpm: 5), playback: .init(wanderPpm: 5))
    cards.captureCard[.capture].habits = .init(
      granularityFrames: 48, callNanoseconds: 3000, refusalChance: 0.02, shortChance: 0.02,
      spuriousChance: 0.01, lieChance: 0.01)
    let script = FaultScript.draw(
      seed: seed, from: 2_000_000_000, to: 30_000_000_000, meanInterval: 1_000_000_000)
    _ = cards.runDuplex(
      seconds: 40, latencyFrames: 768,
      habits: .init(usualNanoseconds: 50_000, tailChance: 0.01, tailLimit: 1000), script: script)
    return cards.world.trace.hash.value
  }

  @Test func `The same seed is the same run, another seed is another`() {
    let hashes = (1...20).map { stormyHash(seed: $0) }
    #expect(Set(hashes).count == 20)
    #expect(hashes == (1...20).map { stormyHash(seed: $0) })
  }
}

import SimulatedDevices
import Testing

struct SampleClockTests {
  private func clock(_ drift: SampleClock.Drift, rate: Int = 48_000) -> SampleClock {
    SampleClock(
      nominalRate: rate, drift: drift, start: 0,
      generator: SeededGenerator(seed: 7, purpose: .captureClock))
  }

  @Test(arguments: [0.0, 100, -1000, 37.5])
  func `A day has the frames that the drift says`(ppm: Double) {
    var clock = clock(.init(ppm: ppm))
    let day = 86_400
    let expected = Double(day * 48_000) * (1 + ppm * 1e-6)
    #expect(abs(clock.frames(at: day * 1_000_000_000) - expected) < 1e-3)
  }

  @Test func `The time of a frame is the first nanosecond at which it has passed`() {
    var clock = clock(.init(ppm: -321, wanderPpm: 5))
    var generator = SeededGenerator(seed: 3, purpose: .subject)
    var frame = 0
    for _ in 0..<2000 {
      frame += generator.within(1...100_000)
      let moment = clock.time(reaching: Double(frame))
      var early = clock
      #expect(early.frames(at: moment - 1) < Double(frame))
      #expect(clock.frames(at: moment) >= Double(frame))
    }
  }

  @Test func `It does not matter when a wandering clock is looked at`() {
    var often = clock(.init(wanderPpm: 10)), once = often
    var last = 0.0
    for millisecond in 0...100_000 { last = often.frames(at: millisecond * 1_000_000) }
    #expect(last == once.frames(at: 100_000_000_000))
    #expect(abs(last / 4_800_000 - 1) > 1e-8)
  }

  @Test func `A wandering clock stays within its limit`() {
    var clock = clock(.init(ppm: 50, wanderPpm: 8, wanderLimitPpm: 20))
    var farthest = 0.0
    for second in 0..<20_000 {
      _ = clock.frames(at: second * 1_000_000_000)
      farthest = max(farthest, abs(clock.ppm - 50))
    }
    #expect(farthest <= 20)
    #expect(farthest > 15)
  }

  @Test func `A frozen clock stands, and goes on where it stood`() {
    var clock = clock(.init(), rate: 1000)
    clock.setFrozen(true, at: 2_000_000_000)
    #expect(abs(clock.frames(at: 9_000_000_000) - 2000) < 1e-9)
    #expect(clock.time(reaching: 2001) == .max)
    clock.setFrozen(false, at: 10_000_000_000)
    #expect(abs(clock.time(reaching: 2500) - 10_500_000_000) <= 1)
  }

  @Test func `A drift that changes bends the line and does not break it`() {
    var clock = clock(.init(), rate: 1000)
    clock.setDrift(ppm: 1000, at: 1_000_000_000)
    #expect(abs(clock.frames(at: 1_000_000_000) - 1000) < 1e-9)
    #expect(abs(clock.frames(at: 101_000_000_000) - 101_100) < 1e-6)
  }

  @Test func `Streams of one seed have nothing in common`() {
    var first = SeededGenerator(seed: 1, purpose: .faults)
    var second = SeededGenerator(seed: 1, purpose: .knobs)
    var other = SeededGenerator(seed: 2, purpose: .faults)
    var equal = 0
    for _ in 0..<1000 {
      let number = first.next()
      if number == second.next() || number == other.next() { equal += 1 }
    }
    #expect(equal == 0)
  }

  @Test func `Bell-shaped numbers have the deviation that they promise`() {
    var generator = SeededGenerator(seed: 5, purpose: .subject)
    var sum = 0.0, squares = 0.0
    for _ in 0..<100_000 {
      let number = generator.bell()
      sum += number
      squares += number * number
    }
    #expect(abs(sum / 100_000) < 0.02)
    #expect(abs(squares / 100_000 - 1) < 0.02)
  }
}

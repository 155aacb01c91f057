import AudioDevices
import SimulatedDevices
import Testing

/// A process that does what it is told and writes down when.
private final class Told: SimulatedProcess {
  var device: (any SimulatedDevice)?
  var wakes: [SimulatedWake]
  var isSignalled = false
  private(set) var steps: [(time: Int, woken: TransferOutcome)] = []
  var then: (Int) -> Void = { _ in }

  init(_ wakes: [SimulatedWake]) { self.wakes = wakes }

  func takeSignal() -> Bool {
    defer { isSignalled = false }
    return isSignalled
  }

  func step(now: Int, woken: TransferOutcome) -> SimulatedWake {
    steps.append((now, woken))
    then(steps.count)
    return wakes.isEmpty ? .ended : wakes.removeFirst()
  }
}

struct SchedulerTests {
  private let second = 1_000_000_000

  private func bench(_ cards: CardFixture, _ script: [ScriptedChange] = []) -> SimulatedBench {
    SimulatedBench(world: cards.world, provider: cards.provider, script: script)
  }

  @Test func `A pause ends after its time`() {
    let cards = CardFixture(), process = Told([.pause(1000), .pause(50)])
    let bench = bench(cards)
    bench.scheduler.add(process, role: .control)
    bench.scheduler.run(until: 2 * second)
    let times = process.steps.map { $0.time - second }
    // One nanosecond late each, as the habit says.
    #expect(times == [0, 1001, 1052])
    #expect(process.steps.allSatisfy { $0.woken == .notYet })
  }

  @Test func `A signal ends a wait at once, and without one time does`() {
    let cards = CardFixture()
    let waiting = Told([.signal(atMost: second), .signal(atMost: second)])
    let waking = Told([.pause(500)])
    waking.then = { if $0 == 2 { waiting.isSignalled = true } }
    let bench = bench(cards)
    bench.scheduler.add(waiting, role: .playback)
    bench.scheduler.add(waking, role: .capture)
    bench.scheduler.run(until: 3 * second)
    #expect(waiting.steps.map { $0.time - second } == [0, 502, 503 + second])
    #expect(waiting.steps.map(\.woken) == [.notYet, .ready, .notYet])
  }

  @Test func `A wait for a device ends when it is ready, breaks, or after its time`() throws {
    let cards = CardFixture()
    let device = try cards.runningCapture()
    let process = Told([
      .frames(256, atMost: second), .frames(512, atMost: 1000), .frames(900, atMost: second),
    ])
    process.device = device
    let unplug = ScriptedChange(
      time: second + 100_000_000, change: .unplug(.capture, second), number: 1)
    let bench = bench(cards, [unplug])
    bench.scheduler.add(process, role: .capture)
    bench.scheduler.run(until: 3 * second)
    let times = process.steps.map { $0.time - second }
    #expect(times == [0, 32_000_001, 32_001_002, 100_000_001])
    #expect(process.steps.map(\.woken) == [.notYet, .ready, .notYet, .lost])
  }

  @Test func `A clock that changes moves the wait`() throws {
    let cards = CardFixture()
    let device = try cards.runningCapture()
    let process = Told([.frames(800, atMost: 10 * second)])
    process.device = device
    let freeze = ScriptedChange(
      time: second + 50_000_000, change: .freeze(.capture, second), number: 1)
    let bench = bench(cards, [freeze])
    bench.scheduler.add(process, role: .capture)
    bench.scheduler.run(until: 5 * second)
    #expect(process.steps.last?.time == 2 * second + 100_000_001)
  }

  @Test func `A stall puts off what falls into it`() {
    let cards = CardFixture()
    let process = Told([.pause(1000), .pause(1000), .pause(1000)])
    let stall = ScriptedChange(time: second + 500, change: .stall(.control, 5000), number: 1)
    let bench = bench(cards, [stall])
    bench.scheduler.add(process, role: .control)
    bench.scheduler.run(until: 2 * second)
    #expect(process.steps.map { $0.time - second } == [0, 5500, 6501, 7502])
  }

  @Test func `A spin is noticed and does not hang the simulation`() {
    let cards = CardFixture()
    let process = Told([SimulatedWake](repeating: .pause(0), count: 2000))
    let checker = Checker(world: cards.world, source: cards.captureCard)
    cards.world.checker = checker
    let bench = bench(cards)
    bench.scheduler.add(process, role: .capture)
    bench.scheduler.run(until: 2 * second)
    #expect(checker.violations.map(\.kind).contains(.spin))
    #expect(process.steps.count == 2001)
    cards.world.checker = nil
  }

  @Test func `Late wake-ups have a heavy tail and a limit`() {
    let cards = CardFixture()
    let process = Told([SimulatedWake](repeating: .pause(1_000_000), count: 20_000))
    let bench = bench(cards)
    bench.scheduler.add(
      process, role: .capture,
      habits: .init(usualNanoseconds: 10_000, tailChance: 0.1, tailLimit: 300))
    bench.scheduler.run(until: 200 * second)
    let times = process.steps.map(\.time)
    let late = zip(times, times.dropFirst()).map { $1 - $0 - 1_000_000 }
    #expect(late.allSatisfy { (1...3_000_000).contains($0) })
    #expect(late.contains { $0 > 1_000_000 })
    #expect(late.filter { $0 > 100_000 }.count < 400)
  }
}

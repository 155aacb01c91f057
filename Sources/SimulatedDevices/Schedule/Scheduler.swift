/// Runs the threads of a simulation on one thread: always the one that wakes up first.
///
/// When a device is ready is computed from its clock, so that nothing is polled and hours of waiting
/// cost nothing. Two that wake up in the same nanosecond run in an order drawn from the seed.
package final class Scheduler {
  package enum ProcessRole: Int, CaseIterable, Sendable {
    case capture, playback, control
  }

  package let world: SimulatedWorld
  private var entries: [Entry] = []
  /// Processes that came and went during a step.
  private var arrivals: [Entry] = []
  /// Held, so that none that arrives meanwhile can have the identity of one that has gone.
  private var departures: [any SimulatedProcess] = []
  private let cards: [SimulatedCard]
  private var ties: SeededGenerator
  /// What happens to the world, soonest last.
  private var changes: [ScriptedChange] = []
  private let apply: (WorldChange) -> Void
  package private(set) var stepCount = 0

  /// More steps than this in this time are a spin: nanoseconds.
  private static let spinWindow = 10_000_000
  private static let spinSteps = 400

  /// - Parameter script: what happens, and when.
  /// - Parameter apply: does it; see ``SimulatedBench``.
  package init(
    world: SimulatedWorld, cards: [SimulatedCard], script: [ScriptedChange] = [],
    apply: @escaping (WorldChange) -> Void = { _ in }
  ) {
    self.world = world
    self.cards = cards
    self.apply = apply
    ties = world.generator(.ties)
    changes = script.sorted { $0.time > $1.time }
  }

  /// Adds a process, which makes its first step at once.
  package func add(
    _ process: any SimulatedProcess, role: ProcessRole, habits: WakeHabits = .init()
  ) {
    arrivals.append(Entry(process, role: role, habits: habits, in: world))
  }

  /// Takes a process out before its end.
  package func remove(_ process: any SimulatedProcess) {
    departures.append(process)
  }

  /// Keeps a thread, or all of them, from running for a time.
  package func stall(_ role: ProcessRole?, nanoseconds: Int) {
    let end = world.time.now + nanoseconds
    for entry in entries where role == nil || entry.role == role {
      entry.stalledUntil = max(entry.stalledUntil, end)
    }
  }

  /// Nothing is more important than they are any more.
  package func endStalls() {
    for entry in entries { entry.stalledUntil = 0 }
  }

  /// Lets time pass.
  ///
  /// - Complexity: the processes times the steps they make.
  package func run(until end: Int) {
    while true {
      exchangeEntries()
      let next = nextEntry()
      let changeTime = nextChangeTime()
      let moment = min(next?.time ?? .max, changeTime)
      if moment > end { break }
      world.time.advance(to: moment)
      if changeTime <= moment {
        changeWorld()
      } else if let next {
        step(next.entry)
      }
    }
    world.time.advance(to: end)
    for card in cards { card.applyChanges() }
  }

  private func exchangeEntries() {
    if !departures.isEmpty {
      func hasGone(_ entry: Entry) -> Bool { departures.contains { $0 === entry.process } }
      entries.removeAll(where: hasGone)
      arrivals.removeAll(where: hasGone)
      departures = []
    }
    if !arrivals.isEmpty {
      entries += arrivals
      arrivals = []
    }
  }

  private func nextChangeTime() -> Int {
    var time = changes.last?.time ?? .max
    for card in cards { time = min(time, card.nextChange) }
    return time
  }

  private func nextEntry() -> (entry: Entry, time: Int)? {
    var best: (entry: Entry, time: Int)?
    for entry in entries {
      entry.lookForSignal(now: world.time.now)
      let time = entry.runTime(now: world.time.now)
      if time == .max { continue }
      if let known = best {
        if time > known.time || time == known.time && ties.chance(0.5) { continue }
      }
      best = (entry, time)
    }
    return best
  }

  private func changeWorld() {
    for card in cards where card.nextChange <= world.time.now { card.applyChanges() }
    while let change = changes.last, change.time <= world.time.now {
      changes.removeLast()
      world.trace.note(.world, 2, change.number)
      apply(change.change)
    }
  }

  private func step(_ entry: Entry) {
    stepCount += 1
    entry.note(now: world.time.now, window: Self.spinWindow)
    let woken = entry.outcome()
    let wake = entry.process.step(now: world.time.now, woken: woken)
    entry.wait(wake, now: world.time.now)
    world.trace.note(.step, entry.role.rawValue, woken.number, stepCount)
    if entry.windowSteps == Self.spinSteps {
      world.checker?.report(.spin, "\(Self.spinSteps) steps of \(entry.role) within 10 ms")
      // Out of a spin without end.
      entry.stalledUntil = world.time.now + Self.spinWindow
    }
    if entry.wake == .ended { entries.removeAll { $0 === entry } }
  }
}

extension Scheduler.ProcessRole {
  var purpose: SeededGenerator.Purpose {
    switch self {
    case .capture: .captureWakes
    case .playback: .playbackWakes
    case .control: .controlWakes
    }
  }
}

/// A sound card: one clock, two directions, and what happens to the whole of it.
package final class SimulatedCard {
  package let name: String
  package let world: SimulatedWorld
  package private(set) var clock: SampleClock
  package private(set) var isPresent = true
  /// The system sleeps, or is still waking up.
  package private(set) var isAsleep = false
  /// How often it came or went.
  package private(set) var changeCount = 0
  private var returnTime = Int.max
  private var awakeTime = Int.max
  private var thawTime = Int.max
  private var sides: [CardSide] = []

  /// - Parameter purpose: the stream of random numbers that its clock draws from.
  package init(
    name: String, world: SimulatedWorld, sampleRate: Int, drift: SampleClock.Drift = .init(),
    purpose: SeededGenerator.Purpose
  ) {
    self.name = name
    self.world = world
    clock = SampleClock(
      nominalRate: sampleRate, drift: drift, start: world.time.now,
      generator: world.generator(purpose))
    sides = [
      CardSide(card: self, direction: .capture), CardSide(card: self, direction: .playback),
    ]
  }

  package subscript(direction: StreamDirection) -> CardSide { sides[direction.rawValue] }

  /// Where the clock stands.
  package func frames(at moment: Int) -> Double { clock.frames(at: moment) }

  // MARK: What happens to it

  /// Pulls it out; it is back at that moment, if it is one.
  package func unplug(until moment: Int = .max) {
    returnTime = moment
    guard isPresent else { return }
    strike(.disconnected)
    isPresent = false
    isAsleep = false
    awakeTime = .max
    changeCount += 1
  }

  /// Plugs it in. Streams of before stay disconnected.
  package func plug() {
    returnTime = .max
    guard !isPresent else { return }
    isPresent = true
    changeCount += 1
    for side in sides { side.stream = nil }
  }

  /// The system sleeps, and is awake again from that moment on.
  package func suspend(until moment: Int) {
    guard isPresent else { return }
    strike(.suspended)
    isAsleep = true
    awakeTime = moment
  }

  /// Its clock stands still until that moment.
  package func freeze(until moment: Int) {
    syncStreams()
    clock.setFrozen(true, at: world.time.now)
    thawTime = moment
    noteChange()
  }

  package func setDrift(ppm: Double) {
    syncStreams()
    clock.setDrift(ppm: ppm, at: world.time.now)
    noteChange()
  }

  /// Has its driver run it faster by so much.
  package func setTrim(ppm: Double) {
    syncStreams()
    clock.setTrim(ppm: ppm, at: world.time.now)
    noteChange()
  }

  /// It is there, awake and moving.
  package func heal() {
    syncStreams()
    if returnTime != .max { returnTime = world.time.now }
    if awakeTime != .max { awakeTime = world.time.now }
    if thawTime != .max { thawTime = world.time.now }
    applyChanges()
    plug()
  }

  // MARK: What happens by itself

  /// When the next of those states ends by itself; `Int.max` for never.
  package var nextChange: Int { min(returnTime, awakeTime, thawTime) }

  /// Ends what has lasted long enough.
  package func applyChanges() {
    let now = world.time.now
    if awakeTime <= now {
      isAsleep = false
      awakeTime = .max
    }
    if thawTime <= now {
      clock.setFrozen(false, at: now)
      thawTime = .max
    }
    if returnTime <= now { plug() }
    noteChange()
  }

  private func strike(_ state: StreamState) {
    for side in sides {
      guard let stream = side.stream, stream.state != .open else { continue }
      // A stream that was not running does not notice that the system slept.
      if state == .suspended && !stream.state.isMoving { continue }
      stream.strike(state)
    }
  }

  private func syncStreams() { for side in sides { side.stream?.sync() } }

  private func noteChange() { for side in sides { side.stream?.version &+= 1 } }
}

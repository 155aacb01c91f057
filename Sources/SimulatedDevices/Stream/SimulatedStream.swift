package import AudioDevices
internal import Glibc

/// One direction of a card as the kernel keeps it: a state, a buffer, two positions.
///
/// Its calls answer as ALSA's do, with a count or a negative errno. The position comes from the
/// card's clock whenever somebody looks; what playback passes is shown to the ``Checker``.
package final class SimulatedStream {
  package let direction: StreamDirection
  package let card: SimulatedCard
  package let side: CardSide
  package let format: StreamFormat
  package let world: SimulatedWorld
  package internal(set) var state = StreamState.setup {
    didSet { version &+= 1 }
  }
  /// Grows with every change that can move the moment of a wake-up.
  package internal(set) var version = 0
  /// Where the card's clock stood at the start.
  var startFrames = 0.0
  /// Frames since `prepare` that the program has read or written.
  var application = 0
  /// Frames since `prepare` that the card has captured or played.
  package internal(set) var hardware = 0
  /// What is written now is silence, which cannot be told from the samples.
  package var writesSilence = false
  let granularity: Int
  let habits: StreamHabits
  var generator: SeededGenerator
  /// Playback: `[bufferFrames][channelCount]`, a ring; frame `n` is at `n % bufferFrames`.
  let samples: UnsafeMutablePointer<Float>

  init(card: SimulatedCard, direction: StreamDirection, format: StreamFormat) {
    self.card = card
    self.direction = direction
    self.format = format
    world = card.world
    let side = card[direction]
    self.side = side
    habits = side.habits
    granularity = max(habits.granularityFrames, 1)
    generator = side.callGenerator()
    let count = direction == .playback ? format.bufferFrames * format.channelCount : 0
    samples = .allocate(capacity: max(count, 1))
    samples.initialize(repeating: 0, count: max(count, 1))
  }

  deinit { samples.deallocate() }

  var now: Int { world.time.now }

  /// Frames that can be read, or room in frames.
  var available: Int {
    direction == .capture
      ? hardware - application : format.bufferFrames - (application - hardware)
  }

  /// The source's number of frame 0.
  var firstNumber: Int { Int(startFrames + 1e-6) }

  /// The source's number of the frame that is read next.
  package var nextNumber: Int { firstNumber + application }

  /// What every call into the driver begins with.
  func beginCall() {
    spendTime()
    if side.takeScriptedCall() { version &+= 1 }
    sync()
  }

  private func spendTime() {
    if habits.callNanoseconds > 0 {
      world.time.advance(by: generator.within(1...habits.callNanoseconds))
    }
    if habits.preemptionChance > 0 && generator.chance(habits.preemptionChance) {
      let time = generator.within(1...max(habits.preemptionNanoseconds, 1))
      world.time.advance(by: time)
      world.stolenNanoseconds += time
    }
  }

  /// The negative errno with which this call fails by its number, or 0.
  func takeFailure() -> Int {
    refusal(world.failures.take(now: now))
  }

  /// Has it known that the device refuses; gives the code back.
  func refusal(_ code: Int) -> Int {
    if code < 0 { world.checker?.recovery?.noteUnable() }
    return code
  }

  /// Lets the card catch up with the time.
  package func sync() {
    guard state.isMoving && !side.faults.isStuck else { return }
    let passed = card.frames(at: now) - startFrames
    // The rounding of the clock must not hold back a frame whose time has come.
    let position = Int(passed + 1e-6) / granularity * granularity
    if direction == .capture { capture(to: position) } else { play(to: position, of: passed) }
  }

  private func capture(to position: Int) {
    let limit = application + format.bufferFrames
    hardware = min(position, limit)
    guard position >= limit else { return }
    state = .xrun
    noteXrun(at: limit)
  }

  /// - Parameter passed: where the clock really stands, behind the grains of the position.
  private func play(to position: Int, of passed: Double) {
    let end = min(position, application)
    if end > hardware { show(from: hardware, to: end, of: position < application ? passed : nil) }
    hardware = end
    guard end == application else { return }
    if state == .running {
      halt(.xrun)
      noteXrun(at: end)
    } else if !side.faults.drainsForever {
      halt(.setup)
    }
  }

  private func show(from start: Int, to end: Int, of passed: Double?) {
    let channelCount = format.channelCount
    forEachRun(from: start, to: end) { place, frames, next in
      let ago = passed.map { $0 - Double(next) }
      world.checker?.played(place, frames: frames, channelCount: channelCount, ago: ago)
      world.listener?.played(place, frames: frames, channelCount: channelCount, ago: ago)
    }
  }

  /// Calls for each run of frames that lies in one piece, with the frame that follows it.
  private func forEachRun(
    from start: Int, to end: Int, _ body: (UnsafePointer<Float>, Int, Int) -> Void
  ) {
    var frame = start
    while frame < end {
      let place = frame % format.bufferFrames
      let run = min(end - frame, format.bufferFrames - place)
      frame += run
      body(samples + place * format.channelCount, run, frame)
    }
  }

  /// Stops the position; what playback still held is never heard.
  func halt(_ next: StreamState) {
    let wasMoving = state.isMoving
    state = next
    guard direction == .playback else { return }
    if wasMoving || application > hardware {
      forEachRun(from: hardware, to: application) { place, frames, _ in
        world.checker?.dropped(place, frames: frames, channelCount: format.channelCount)
      }
      world.checker?.playbackStopped(
        unplayedFrames: application - hardware, wasMoving: wasMoving)
      world.listener?.stopped()
    }
    application = hardware
  }

  /// The card is gone, or the system sleeps. Called by the card.
  func strike(_ next: StreamState) {
    sync()
    if state == .disconnected { return }
    // What was captured stays to be seen, as on a real card: only the state tells the truth.
    if direction == .capture { state = next } else { halt(next) }
  }

  /// Overruns or underruns it now, if it runs.
  package func forceXrun() {
    sync()
    guard state == .running else { return }
    halt(.xrun)
    world.checker?.streamXran(direction, at: now)
  }

  /// It has come to the end of what it could move at that position, perhaps some time ago.
  private func noteXrun(at position: Int) {
    guard let checker = world.checker else { return }
    let moment = min(card.clock.time(reaching: startFrames + Double(position)), now)
    checker.streamXran(direction, at: moment)
  }
}

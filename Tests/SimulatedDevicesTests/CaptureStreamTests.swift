import AudioDevices
import SimulatedDevices
import Testing

struct CaptureStreamTests {
  @Test func `A period can be read when its last frame has passed, and no nanosecond before`()
    throws
  {
    let cards = CardFixture()
    let device = try cards.runningCapture()
    let moment = device.wakeTime(frames: 256)
    #expect(moment == cards.world.time.now + 32_000_000)
    cards.world.time.advance(to: moment - 1)
    #expect(device.readPeriod().outcome == .notYet)
    cards.world.time.advance(to: moment)
    #expect(device.wait(frames: 256, timeoutNanoseconds: 0) == .ready)
    #expect(device.readPeriod().outcome == .ready)
    #expect(device.readPeriod().outcome == .notYet)
  }

  @Test func `Frames carry their number and a marker`() throws {
    let cards = CardFixture()
    cards.pass(frames: 65_000)
    let device = try cards.runningCapture()
    cards.pass(frames: 768)
    var numbers: [Int] = []
    for _ in 0..<3 {
      let (outcome, samples) = device.readPeriod()
      #expect(outcome == .ready)
      numbers += samples[..<256].map { Int($0 * 65_536) }
      #expect(samples[256...].allSatisfy { $0 == 1 })
    }
    let wanted = (0..<768).map { (65_000 + $0) % 65_536 }
    #expect(numbers.elementsEqual(wanted))
  }

  @Test func `A full buffer is an overrun`() throws {
    let cards = CardFixture()
    let device = try cards.runningCapture()
    cards.pass(frames: 1023)
    #expect(device.level().outcome == .ready)
    #expect(device.level().level.frames == 1023)
    cards.pass(frames: 1)
    #expect(device.level().outcome == .xrun)
    #expect(device.readPeriod().outcome == .xrun)
    #expect(device.wait(frames: 1, timeoutNanoseconds: 0) == .xrun)
  }

  @Test func `The source goes on while the stream stands still`() throws {
    let cards = CardFixture()
    let device = try cards.runningCapture()
    cards.pass(frames: 5000)
    #expect(device.prepare() == .ready)
    #expect(device.start() == .ready)
    cards.pass(frames: 256)
    #expect(device.readPeriod().samples[0] * 65_536 == 5000)
  }

  @Test func `Nothing comes before the start`() throws {
    let cards = CardFixture()
    let device = try cards.openCapture()
    // libasound prepares a stream with its parameters.
    #expect(device.readPeriod().outcome == .notYet)
    #expect(device.prepare() == .ready)
    cards.pass(frames: 4000)
    #expect(device.readPeriod().outcome == .notYet)
    #expect(device.wakeTime(frames: 1) == .max)
    #expect(device.level().level.frames == 0)
  }

  @Test(arguments: [8, 100, 256, 384])
  func `The position moves in grains`(grain: Int) throws {
    let cards = CardFixture()
    cards.captureCard[.capture].habits.granularityFrames = grain
    let device = try cards.runningCapture()
    cards.pass(frames: grain - 1)
    #expect(device.level().level.frames == 0)
    cards.pass(frames: 1)
    #expect(device.level().level.frames == grain)
    let next = device.wakeTime(frames: grain + 1)
    cards.world.time.advance(to: next - 1)
    #expect(device.level().level.frames == grain)
    cards.world.time.advance(to: next)
    #expect(device.level().level.frames == 2 * grain)
  }

  @Test func `A short read is kept, and the period is whole`() throws {
    let cards = CardFixture()
    let side = cards.captureCard[.capture]
    let device = try cards.runningCapture()
    cards.pass(frames: 300)
    side.faults.shortTransfers = 3
    var outcomes: [TransferOutcome] = []
    var samples: [Float] = []
    repeat {
      let read = device.readPeriod()
      outcomes.append(read.outcome)
      samples = read.samples
      #expect(device.level().level.frames == (read.outcome == .ready ? 44 : 300))
    } while outcomes.last != .ready
    #expect(outcomes == [.notYet, .notYet, .notYet, .ready])
    #expect(samples[..<256].elementsEqual((0..<256).map { Float($0) / 65_536 }))
  }

  @Test func `Scripted errors come so often and no more`() throws {
    let cards = CardFixture()
    let side = cards.captureCard[.capture]
    let device = try cards.runningCapture()
    cards.pass(frames: 256)
    side.faults.transfer = .init(calls: 2, code: 5)
    #expect(device.readPeriod().outcome == .failed(5))
    #expect(device.readPeriod().outcome == .failed(5))
    #expect(device.readPeriod().outcome == .ready)
    side.faults.prepare = .init(calls: 1, code: 16)
    #expect(device.prepare() == .notYet)
    side.faults.prepare = .init(calls: 1, code: 5)
    #expect(device.prepare() == .failed(5))
    side.faults.start = .init(calls: 1, code: 5)
    #expect(device.prepare() == .ready)
    #expect(device.start() == .failed(5))
  }

  @Test func `A refusing driver gives all in the end`() throws {
    let cards = CardFixture()
    cards.captureCard[.capture].habits.refusalChance = 0.5
    let device = try cards.runningCapture()
    var refusals = 0
    for _ in 0..<200 {
      cards.pass(frames: 256)
      var outcome = TransferOutcome.notYet
      while outcome == .notYet {
        outcome = device.readPeriod().outcome
        if outcome == .notYet { refusals += 1 }
      }
      #expect(outcome == .ready)
    }
    #expect((100...400).contains(refusals))
  }

  @Test func `A lie is told apart where it can be`() throws {
    let cards = CardFixture()
    let side = cards.captureCard[.capture]
    let device = try cards.runningCapture()
    cards.pass(frames: 100)
    for (lie, frames) in [(StreamFaults.Lie.beyond, 1024), (.negative, 0)] {
      side.faults.lies = 1
      side.faults.lie = lie
      let level = device.level()
      #expect(level.outcome == .ready)
      #expect(level.level.frames == frames)
      #expect(!level.level.isPlausible)
    }
    #expect(device.level().level.isPlausible)
    #expect(device.level().level.frames == 100)
  }

  @Test func `A stuck position is cured by preparing, and frames are lost`() throws {
    let cards = CardFixture()
    let device = try cards.runningCapture()
    cards.captureCard[.capture].faults.isStuck = true
    cards.pass(frames: 3000)
    #expect(device.level().outcome == .ready)
    #expect(device.level().level.frames == 0)
    #expect(device.wakeTime(frames: 1) == .max)
    #expect(device.prepare() == .ready)
    #expect(device.start() == .ready)
    cards.pass(frames: 256)
    #expect(device.readPeriod().samples[0] * 65_536 == 3000)
  }

  @Test func `A wait can end with nothing`() throws {
    let cards = CardFixture()
    let device = try cards.runningCapture()
    cards.captureCard[.capture].faults.spuriousWakes = 1
    #expect(device.wakeTime(frames: 256) == cards.world.time.now)
    #expect(device.wait(frames: 256, timeoutNanoseconds: 0) == .ready)
    #expect(device.readPeriod().outcome == .notYet)
    #expect(device.wait(frames: 256, timeoutNanoseconds: 0) == .notYet)
  }
}

import AudioDevices
import SimulatedDevices
import Testing

struct PlaybackStreamTests {
  @Test func `A start with an empty buffer is an underrun`() throws {
    let cards = CardFixture()
    let device = try cards.openPlayback()
    #expect(device.prepare() == .ready)
    #expect(device.start() == .xrun)
  }

  @Test func `The last frame played is an underrun`() throws {
    let cards = CardFixture()
    let device = try cards.runningPlayback(holding: 512)
    cards.pass(frames: 511)
    #expect(device.level().outcome == .ready)
    #expect(device.level().level.frames == 1)
    cards.pass(frames: 1)
    #expect(device.level().outcome == .xrun)
    #expect(device.writeSilence(frames: 10) == (.xrun, 0))
  }

  @Test func `A write takes what there is room for`() throws {
    let cards = CardFixture()
    let device = try cards.runningPlayback(holding: 1024)
    #expect(device.writeSilence(frames: 10) == (.ready, 0))
    cards.pass(frames: 100)
    #expect(device.writeSilence(frames: 256) == (.ready, 100))
    let moment = device.wakeTime(frames: 256)
    cards.world.time.advance(to: moment - 1)
    #expect(device.wait(frames: 256, timeoutNanoseconds: 0) == .notYet)
    cards.world.time.advance(to: moment)
    #expect(device.wait(frames: 256, timeoutNanoseconds: 0) == .ready)
  }

  @Test func `A prepared device has room at once`() throws {
    let cards = CardFixture()
    let device = try cards.openPlayback()
    #expect(device.prepare() == .ready)
    #expect(device.wakeTime(frames: 1024) == cards.world.time.now)
    #expect(device.writeSilence(frames: 4000) == (.ready, 1024))
    #expect(device.wakeTime(frames: 1) == .max)
  }

  @Test func `A drain ends with the last frame`() throws {
    let cards = CardFixture()
    let device = try cards.runningPlayback(holding: 512)
    #expect(device.drain() == .notYet)
    cards.pass(frames: 511)
    #expect(device.drain() == .notYet)
    cards.pass(frames: 1)
    #expect(device.drain() == .ready)
    #expect(device.stream.state == .setup)
  }

  @Test func `A drain can hang`() throws {
    let cards = CardFixture()
    let device = try cards.runningPlayback(holding: 512)
    cards.playbackCard[.playback].faults.drainsForever = true
    for _ in 0..<10 {
      #expect(device.drain() == .notYet)
      cards.pass(frames: 512)
    }
    device.stop()
    #expect(device.stream.state == .setup)
  }

  @Test func `A stop drops what is buffered`() throws {
    let cards = CardFixture()
    let checker = Checker(world: cards.world, source: cards.captureCard)
    cards.world.checker = checker
    let device = try cards.runningPlayback(holding: 512)
    cards.pass(frames: 100)
    device.stop()
    #expect(checker.truth.unplayedFrames == 412)
    #expect(checker.truth.playedFrames == 100)
    #expect(device.prepare() == .ready)
    #expect(device.level().level.frames == 0)
    cards.world.checker = nil
  }

  @Test func `What is heard is what was written, over the buffer's end and in grains`() throws {
    let cards = CardFixture(bufferFrames: 512)
    cards.playbackCard[.playback].habits.granularityFrames = 48
    let checker = Checker(world: cards.world, source: cards.captureCard)
    cards.world.checker = checker
    cards.pass(frames: 100_000)
    let device = try cards.runningPlayback(holding: 300)
    var generator = SeededGenerator(seed: 4, purpose: .subject)
    var number = 90_000
    for _ in 0..<1000 {
      cards.pass(frames: generator.within(1...150))
      var samples: [Float] = []
      for frame in 0..<generator.within(1...250) {
        samples += [Float((number + frame) % 65_536) / 65_536, 1]
      }
      number += device.write(samples).frames
    }
    #expect(checker.violations == [])
    #expect(checker.truth.gapFrames == 0)
    #expect(checker.truth.soundFrames > 50_000)
    cards.world.checker = nil
  }
}

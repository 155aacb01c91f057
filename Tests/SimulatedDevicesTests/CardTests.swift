import AudioDevices
import SimulatedDevices
import Testing

struct CardTests {
  private typealias Call = @Sendable (SimulatedCapture, SimulatedPlayback) -> TransferOutcome

  @Test func `On a card that is gone every call says so`() throws {
    let cards = CardFixture()
    let capture = try cards.runningCapture()
    let playback = try cards.runningPlayback(holding: 512)
    cards.pass(frames: 300)
    cards.captureCard.unplug()
    cards.playbackCard.unplug()
    #expect(capture.level().outcome == .lost)
    #expect(capture.readPeriod().outcome == .lost)
    #expect(capture.wait(frames: 1, timeoutNanoseconds: 0) == .lost)
    #expect(capture.prepare() == .lost)
    #expect(capture.start() == .lost)
    #expect(playback.level().outcome == .lost)
    #expect(playback.writeSilence(frames: 1) == (.lost, 0))
    #expect(playback.wait(frames: 1, timeoutNanoseconds: 0) == .lost)
    #expect(playback.drain() == .lost)
    #expect(playback.prepare() == .lost)
    playback.stop()
    capture.stop()
    #expect(capture.stream.state == .disconnected)
  }

  @Test func `A card can go in the middle of any call`() throws {
    let calls: [Call] = [
      { capture, _ in capture.level().outcome },
      { capture, _ in capture.readPeriod().outcome },
      { capture, _ in capture.wait(frames: 1, timeoutNanoseconds: 0) },
      { capture, _ in capture.prepare() },
      { _, playback in playback.level().outcome },
      { _, playback in playback.writeSilence(frames: 1).outcome },
      { _, playback in playback.wait(frames: 1, timeoutNanoseconds: 0) },
      { _, playback in playback.drain() },
      { _, playback in playback.prepare() },
    ]
    for call in calls {
      let cards = CardFixture()
      let capture = try cards.runningCapture()
      let playback = try cards.runningPlayback(holding: 512)
      cards.pass(frames: 256)
      for side in [cards.captureCard[.capture], cards.playbackCard[.playback]] {
        side.faults.callsToUnplug = 1
        side.faults.absence = 1_000_000_000
      }
      #expect(call(capture, playback) == .lost)
    }
  }

  @Test func `A card that comes back is another one`() throws {
    let cards = CardFixture()
    let old = try cards.runningCapture()
    #expect(!cards.provider.takeChange())
    cards.captureCard.unplug()
    #expect(cards.provider.takeChange())
    #expect(!cards.provider.takeChange())
    #expect(throws: DeviceError.self) { try cards.openCapture() }
    cards.captureCard.plug()
    #expect(cards.provider.takeChange())
    let new = try cards.runningCapture()
    cards.pass(frames: 256)
    #expect(old.readPeriod().outcome == .lost)
    #expect(new.readPeriod().outcome == .ready)
  }

  @Test func `Opening says what is in the way`() throws {
    let cards = CardFixture()
    let side = cards.captureCard[.capture]
    func kind() -> DeviceError.Kind? {
      do {
        let device = try cards.openCapture()
        cards.provider.close(device)
        return nil
      } catch {
        return (error as? DeviceError)?.kind
      }
    }
    side.heldUntil = cards.world.time.now + 1000
    #expect(kind() == .busy)
    cards.world.time.advance(by: 1000)
    #expect(kind() == nil)
    side.openFailure = (.forbidden, 1)
    #expect(kind() == .forbidden)
    side.offer.sampleRates = [44_100]
    #expect(kind() == .unsupported)
    side.offer.sampleRates = [8000]
    #expect(kind() == nil)
    cards.captureCard.unplug()
    #expect(kind() == .missing)
  }

  @Test func `A device that is open is busy until its close has ended`() throws {
    let cards = CardFixture()
    let device = try cards.openPlayback()
    #expect(throws: DeviceError.self) { try cards.openPlayback() }
    cards.playbackCard[.playback].closesAt = cards.world.time.now + 1000
    cards.provider.close(device)
    #expect(cards.provider.closingCount == 1)
    #expect(throws: DeviceError.self) { try cards.openPlayback() }
    cards.world.time.advance(by: 1000)
    #expect(cards.provider.closingCount == 0)
    _ = try cards.openPlayback()
  }

  @Test(arguments: [false, true])
  func `A system that slept wakes up, whether or not the driver can resume`(cannot: Bool) throws {
    let cards = CardFixture()
    let device = try cards.runningCapture()
    cards.pass(frames: 300)
    cards.captureCard.suspend(until: cards.world.time.now + 1_000_000)
    if cannot { cards.captureCard[.capture].faults.resume = .init(calls: 1, code: 38) }
    #expect(device.readPeriod().outcome == .suspended)
    #expect(device.level().outcome == .suspended)
    #expect(device.wait(frames: 1, timeoutNanoseconds: 0) == .suspended)
    #expect(device.prepare() == .notYet)
    cards.world.time.advance(by: 1_000_000)
    cards.captureCard.applyChanges()
    #expect(device.prepare() == .ready)
    #expect(device.start() == .ready)
  }

  @Test func `A card whose clock stands gives nothing and loses nothing`() throws {
    let cards = CardFixture()
    let device = try cards.runningCapture()
    cards.pass(frames: 256)
    cards.captureCard.freeze(until: cards.world.time.now + 5_000_000_000)
    #expect(device.readPeriod().outcome == .ready)
    #expect(device.wakeTime(frames: 256) == .max)
    cards.world.time.advance(by: 5_000_000_000)
    cards.captureCard.applyChanges()
    #expect(device.readPeriod().outcome == .notYet)
    cards.pass(frames: 256)
    #expect(device.readPeriod().samples[0] * 65_536 == 256)
  }
}

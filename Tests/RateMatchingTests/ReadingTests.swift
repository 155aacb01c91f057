import RateMatching
import Testing

/// Single readings: what is believed, and what level follows from two of them.
@Suite struct ReadingTests {
  private static let second: Int64 = 1_000_000_000

  @Test("a true reading keeps its stamp")
  func honest() {
    var check = ReadingCheck(bufferFrames: 1_024)
    let now = 50 * Self.second
    #expect(check.time(delayFrames: 0, stamp: now - 1_000, now: now) == now - 1_000)
    #expect(check.time(delayFrames: 2_048, stamp: now, now: now) == now)
    #expect(check.lieCount == 0)
  }

  @Test(
    "a delay that cannot be is a lie", arguments: [-1, 2_049, .max, .min] as [Int])
  func impossibleDelay(delay: Int) {
    var check = ReadingCheck(bufferFrames: 1_024)
    #expect(check.time(delayFrames: delay, stamp: 5, now: 5) == nil)
    #expect(check.lieCount == 1)
  }

  @Test("a stamp from the future, of long ago or before the last is a lie")
  func impossibleStamp() {
    var check = ReadingCheck(bufferFrames: 1_024)
    let now = 50 * Self.second
    #expect(check.time(delayFrames: 1, stamp: now + 2_000_000, now: now) == nil)
    #expect(check.time(delayFrames: 1, stamp: now - 2 * Self.second, now: now) == nil)
    #expect(check.time(delayFrames: 1, stamp: .max, now: now) == nil)
    #expect(check.time(delayFrames: 1, stamp: now, now: now) == now)
    #expect(check.time(delayFrames: 1, stamp: now - 1, now: now) == nil)
    #expect(check.lieCount == 4)
    check.restart()
    #expect(check.time(delayFrames: 1, stamp: now - 1, now: now) == now - 1)
  }

  @Test("a reading without a stamp gets the time of the reading")
  func untimed() {
    var check = ReadingCheck(bufferFrames: 1_024)
    #expect(check.time(delayFrames: 1, stamp: 0, now: 77) == 77)
    #expect(check.untimedCount == 1)
    #expect(check.lieCount == 0)
  }

  @Test("a device whose stamps are always of another clock is read without them, until it restarts")
  func foreignClock() {
    var check = ReadingCheck(bufferFrames: 1_024)
    for _ in 0..<33 { #expect(check.time(delayFrames: 1, stamp: 1 << 60, now: 99) == nil) }
    #expect(check.time(delayFrames: 1, stamp: 1 << 60, now: 99) == 99)
    #expect(check.lieCount == 33)
    check.restart()
    #expect(check.time(delayFrames: 1, stamp: 1 << 60, now: 99) == nil)
  }

  @Test("the level does not depend on when the two devices were read")
  func commonTime() {
    let sensor = LevelSensor(sampleRate: 48_000)
    // 10 ms later the capture device has 480 more, and the playback device 480 fewer to play.
    let capture = CapturePoint(frames: 4_800, nanoseconds: Self.second)
    let later = CapturePoint(frames: 5_280, nanoseconds: Self.second + 10_000_000)
    let playback = PlaybackPoint(
      sourceFrames: 4_000.25, delayFrames: 600, nanoseconds: Self.second)
    let played = PlaybackPoint(
      sourceFrames: 4_000.25, delayFrames: 120, nanoseconds: Self.second + 10_000_000)
    for first in [capture, later] {
      for second in [playback, played] {
        let level = sensor.level(capture: first, playback: second) ?? 0
        #expect(abs(level - 1_399.75) < 1e-6)
      }
    }
  }

  @Test("points more than half a second apart say nothing")
  func apart() {
    let sensor = LevelSensor(sampleRate: 48_000)
    let playback = PlaybackPoint(sourceFrames: 0, delayFrames: 0, nanoseconds: Self.second)
    for nanoseconds in [Self.second * 2, 0] {
      let capture = CapturePoint(frames: 0, nanoseconds: nanoseconds)
      #expect(sensor.level(capture: capture, playback: playback) == nil)
    }
  }

  @Test("a cell gives the newest point through every handle, and nothing once cleared")
  func cell() {
    let cell = CapturePointCell()
    let other = cell.share()
    #expect(other.point == nil)
    cell.set(CapturePoint(frames: -3, nanoseconds: 9))
    #expect(other.point == CapturePoint(frames: -3, nanoseconds: 9))
    other.clear()
    #expect(cell.point == nil)
  }
}

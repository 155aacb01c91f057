import RateMatching
import Testing

/// The figures that the loop is sold with, in virtual time.
@Suite struct ClockLoopTests {
  @Test(
    "up to ±1,000 ppm the level is within 5 % of 1,024 frames from the start to the tenth second on",
    arguments: [-1_000.0, -500, 50, 1_000], [0.0, 24])
  func acquires(drift: Double, jitter: Double) {
    var model = ClockModel(seed: 1)
    model.drift = drift
    model.jitterFrames = jitter
    #expect(model.run(seconds: 10).peakFrames < 51)
    #expect(model.run(seconds: 600).peakFrames < 24)
  }

  @Test(
    "a level that starts a whole target off is within 5 % in ten seconds", arguments: [-1.0, 1])
  func farStart(sign: Double) {
    var model = ClockModel(seed: 2)
    model.drift = 1_000 * sign
    model.level = 1_024 * sign
    model.run(seconds: 10)
    #expect(model.run(seconds: 60).peakFrames < 51)
  }

  @Test("with 0.5 ms of jitter the ratio keeps within 1 ppm after 120 s", arguments: 1...12)
  func ripple(seed: UInt64) {
    var model = ClockModel(seed: seed)
    model.drift = 321
    model.run(seconds: 120)
    #expect(model.run(seconds: 300).ripplePPM < 1)
    #expect(model.run(seconds: 300).ripplePPM < 0.75)
    #expect(model.loop.phase == .locked)
    // Of a normal distribution the mean deviation is 0.8 of the standard deviation, here 24 frames.
    #expect((16...24).contains(model.loop.jitterFrames))
  }

  @Test("a step of 200 ppm moves the level by 64 frames at most", arguments: 1...20)
  func step(seed: UInt64) {
    for jitter in [0.0, 24] {
      var model = ClockModel(seed: seed)
      model.jitterFrames = jitter
      model.run(seconds: 200)
      model.drift += seed % 2 == 0 ? 200 : -200
      #expect(model.run(seconds: 100).peakFrames <= 64)
      #expect(model.loop.reacquisitionCount == 1)
      #expect(model.run(seconds: 100).peakFrames < 12)
    }
  }

  @Test("through 24 hours at ±500 ppm the level stays within ±0.5 ms", arguments: [-500.0, 500])
  func day(drift: Double) {
    var model = ClockModel(seed: 3)
    model.drift = drift
    model.run(seconds: 10)
    let run = model.run(seconds: 86_400)
    #expect(run.peakFrames < 24)
    #expect(run.ripplePPM < 2)
    #expect(model.loop.reacquisitionCount == 0)
  }

  @Test("a clock that wanders by 20 ppm in an hour keeps the level within ±0.5 ms")
  func wander() {
    var model = ClockModel(seed: 4)
    model.wander = 0.3
    model.run(seconds: 120)
    let run = model.run(seconds: 36_000)
    #expect(run.peakFrames < 24)
    #expect(run.ripplePPM < 3)
  }

  @Test(
    "the same holds for other rates and blocks",
    arguments: [(48_000, 64), (48_000, 256), (44_100, 4_096), (192_000, 1_024), (8_000, 1_024)])
  func shapes(rate: Int, block: Int) {
    var model = ClockModel(seed: 5, sampleRate: rate, blockFrames: block)
    model.drift = 1_000
    #expect(model.run(seconds: 10).peakFrames < 0.0011 * Double(rate))
    model.run(seconds: 110)
    #expect(model.run(seconds: 300).peakFrames < 0.0005 * Double(rate))
    model.drift -= 200
    #expect(model.run(seconds: 100).peakFrames < 64.0 / 48_000 * Double(rate))
  }

  @Test("the same readings give the same corrections")
  func repeatable() {
    var (first, second) = (ClockModel(seed: 6), ClockModel(seed: 6))
    first.drift = 77
    second.drift = 77
    for _ in 0..<5_000 {
      first.step()
      second.step()
      #expect(first.loop.correctionPPM == second.loop.correctionPPM)
    }
  }
}

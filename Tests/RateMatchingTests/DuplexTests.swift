import RateMatching
import Testing

/// Sensor, loop and resampler between two devices whose pointers are as good or bad as real ones.
@Suite struct DuplexTests {
  /// A sound card; USB's milliseconds; a card that knows only its periods; firmware that moves its
  /// pointer every ten milliseconds.
  static let steps = [1, 48, 256, 480]

  @Test(
    "with stamps the level holds to a few frames, however coarse the pointer", arguments: steps,
    [-1_000.0, 300])
  func stamped(step: Int, drift: Double) {
    var model = DuplexModel(seed: 1)
    model.drift = drift
    model.pointer = DuplexModel.Pointer(stepFrames: step, isStamped: true)
    model.run(seconds: 15)
    model.run(seconds: 45)
    #expect(model.peakFrames < 3)
    #expect(abs(model.correctionSum / model.correctionCount - drift) < 1)
    #expect(model.xruns == 0)
    #expect(model.loop.phase == .locked)
  }

  @Test(
    "without stamps the level holds within two steps of the pointers", arguments: steps,
    [-1_000.0, 300])
  func unstamped(step: Int, drift: Double) {
    var model = DuplexModel(seed: 2)
    model.drift = drift
    model.pointer = DuplexModel.Pointer(stepFrames: step, isStamped: false)
    model.run(seconds: 15)
    model.run(seconds: 45)
    #expect(model.peakFrames < 2 * Double(step) + 24)
    #expect(model.xruns == 0)
    #expect(model.playbackCheck.untimedCount > 10_000)
  }

  @Test("lies of either device are counted and change nothing")
  func lies() {
    var model = DuplexModel(seed: 3)
    model.drift = 250
    model.run(seconds: 15)
    model.lieInterval = 10
    model.run(seconds: 45)
    #expect(model.peakFrames < 3)
    #expect(model.captureCheck.lieCount > 500)
    #expect(model.playbackCheck.lieCount > 500)
    #expect(model.xruns == 0)
  }
}

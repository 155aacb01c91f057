import RateMatching
import Testing

/// Readings that lie, levels that are set anew, and clocks that are not what they say.
@Suite struct ClockLoopFaultTests {
  /// A loop in its last gear, with 100 ppm to correct.
  private func settled() -> ClockModel {
    var model = ClockModel(seed: 8)
    model.drift = 100
    model.run(seconds: 150)
    return model
  }

  @Test(
    "lies are ignored and counted, and the level does not notice",
    arguments: [.nan, .infinity, -.infinity, 1e30, -40_000, 3_000] as [Double])
  func lies(lie: Double) {
    var model = settled()
    for _ in 0..<50 {
      for _ in 0..<3 { _ = model.loop.update(errorFrames: lie, seconds: 1e-4) }
      model.run(seconds: 1)
    }
    #expect(model.loop.ignoredReadingCount == 150)
    #expect(model.loop.gear == 5)
    #expect(model.run(seconds: 60).peakFrames < 12)
  }

  @Test("lies small enough to be believed move the level by a millisecond at most")
  func smallLies() {
    var model = settled()
    var peak = 0.0
    for index in 0..<50 {
      _ = model.loop.update(errorFrames: index % 2 == 0 ? 900 : -700, seconds: 0.02)
      peak = max(peak, model.run(seconds: 5).peakFrames)
    }
    #expect(peak < 48)
    #expect(model.loop.reacquisitionCount == 0)
  }

  @Test("a level that really moved is believed after a tenth of a second, and brought back")
  func moved() {
    var model = settled()
    model.level += 2_000
    model.run(seconds: 1)
    #expect(model.loop.gear == 0)
    #expect((5...20).contains(model.loop.ignoredReadingCount))
    model.run(seconds: 30)
    #expect(model.run(seconds: 60).peakFrames < 24)
  }

  @Test("a restart after an xrun keeps what is known of the clocks")
  func restart() {
    var model = settled()
    model.level = 0
    model.loop.restart()
    #expect(model.loop.gear == 0)
    #expect(abs(model.loop.differencePPM - 100) < 5)
    #expect(model.run(seconds: 60).peakFrames < 51)
  }

  @Test("without readings the correction stays, and the loop goes on where it was")
  func holding() {
    var model = settled()
    let before = model.loop.correctionPPM
    for _ in 0..<500 {
      #expect(model.loop.hold(seconds: 0.02) == before)
      model.level += 960 * (100 - before) * 1e-6
    }
    #expect(model.run(seconds: 60).peakFrames < 12)
  }

  @Test("times that cannot be are ignored", arguments: [0, -1, .nan, .infinity] as [Double])
  func badTimes(seconds: Double) {
    var model = settled()
    let before = model.loop.correctionPPM
    #expect(model.loop.update(errorFrames: 500, seconds: seconds) == before)
    #expect(model.loop.hold(seconds: seconds) == before)
    #expect(model.loop.gear == 5)
  }

  @Test("the correction never leaves its limit and leaves it soon", arguments: [-1.0, 1])
  func limit(sign: Double) {
    var model = ClockModel(seed: 9)
    model.level = 900 * sign
    for _ in 0..<1_000 {
      model.step()
      #expect(model.loop.correctionPPM.magnitude <= ClockLoop.limitPPM)
    }
    #expect(model.run(seconds: 30).peakFrames < 24)
    #expect(abs(model.loop.differencePPM) < 20)
  }

  @Test("a clock that is 5 % off is named within 5 s, and measured", arguments: [-1.0, 1])
  func mismatch(sign: Double) {
    var model = ClockModel(seed: 10)
    model.drift = 50_000 * sign
    var first: Double?
    while model.seconds < 10 {
      model.step()
      // The buffers overflow all the time, and the caller fills them again.
      if model.level.magnitude > 1_000 {
        model.level = 0
        model.loop.restart()
      }
      if model.loop.phase == .mismatched && first == nil { first = model.seconds }
    }
    #expect((3...5).contains(first ?? 99))
    #expect(abs(model.loop.measuredPPM - 50_000 * sign) < 5_000)
    model.drift = 0
    model.level = 0
    model.loop.restart()
    model.run(seconds: 3)
    #expect(model.loop.phase != .mismatched)
  }

  @Test("A18: pointers that move by a period and a half are no mismatch, however long the period")
  func noFalseAlarmInGrains() {
    var loop = ClockLoop(sampleRate: 8_000, periodFrames: 2_048)
    for reading in 0..<4_000 {
      // A saw tooth of 3,072 frames against periods of 2,048.
      let error = Double(reading * 2_048 % 3_072) - 1_024
      _ = loop.update(errorFrames: error, seconds: 0.256)
      #expect(loop.phase != .mismatched, "reading \(reading)")
    }
  }

  @Test("a clock at the edge of the range is no mismatch", arguments: [-1_000.0, 1_000])
  func noFalseAlarm(drift: Double) {
    var model = ClockModel(seed: 11)
    model.drift = drift
    for _ in 0..<5_000 {
      model.step()
      #expect(model.loop.phase != .mismatched)
    }
    #expect(abs(model.loop.measuredPPM - drift) < 1_500)
  }
}

import ALSADevices
import RateMatching
import Testing

/// The numbers of pitch controls: which value cancels which difference of clocks.
@Suite struct PitchScaleTests {
  private static func scale(_ kind: PitchScale.Kind) -> PitchScale {
    PitchScale(
      kind: kind, range: kind == .loopbackRateShift ? 80_000...120_000 : 750_000...1_005_000)
  }

  /// What a driver makes of a value: its rate over the nominal one.
  private static func rate(_ kind: PitchScale.Kind, _ value: Int) -> Double {
    switch kind {
    case .loopbackRateShift: 100_000 / Double(value)
    case .gadgetCapturePitch: Double(value) / 1_000_000
    }
  }

  @Test("no correction is the neutral value", arguments: PitchScale.Kind.allCases)
  func neutral(kind: PitchScale.Kind) {
    var scale = Self.scale(kind)
    #expect(scale.value(correctionPPM: 0) == kind.neutralValue)
    #expect(scale.value(correctionPPM: .nan) == kind.neutralValue)
    #expect(scale.correctionPPM(ofValue: kind.neutralValue) == 0)
  }

  @Test("a loopback that runs 500 ppm fast is set to 100050, a gadget to 999500")
  func direction() {
    var loopback = Self.scale(.loopbackRateShift)
    var gadget = Self.scale(.gadgetCapturePitch)
    #expect(loopback.value(correctionPPM: 500) == 100_050)
    #expect(gadget.value(correctionPPM: 500) == 999_500)
  }

  @Test(
    "a source that runs fast by the correction then runs at the nominal rate, within a step",
    arguments: PitchScale.Kind.allCases, [-3_000.0, -47, 3, 512, 2_999])
  func cancels(kind: PitchScale.Kind, ppm: Double) {
    var scale = Self.scale(kind)
    let value = scale.value(correctionPPM: ppm)
    let error = (1 + ppm * 1e-6) * Self.rate(kind, value) - 1
    #expect(abs(error) < (kind == .loopbackRateShift ? 5.1e-6 : 0.51e-6))
    #expect(
      abs(scale.correctionPPM(ofValue: value) - ppm) < (kind == .loopbackRateShift ? 5.1 : 0.51))
  }

  @Test("over many values the mean is exact, although each is rounded", arguments: [3.3, -123.456])
  func mean(ppm: Double) {
    var scale = Self.scale(.loopbackRateShift)
    var sum = 0.0
    for _ in 0..<10_000 {
      sum += scale.correctionPPM(ofValue: scale.value(correctionPPM: ppm))
    }
    #expect(abs(sum / 10_000 - ppm) < 0.01)
  }

  @Test("values stay in the driver's range, and leave its end at once")
  func range() {
    var scale = Self.scale(.gadgetCapturePitch)
    for ppm in [-20_000.0, -1e9, -.infinity] {
      #expect((1_000_000...1_005_000).contains(scale.value(correctionPPM: ppm)))
    }
    for _ in 0..<100 { #expect(scale.value(correctionPPM: -20_000) == 1_005_000) }
    #expect(abs(scale.value(correctionPPM: 100) - 999_900) <= 1)
    #expect(scale.value(correctionPPM: 1e9) >= 750_000)
  }

  @Test("a loop that steers a loopback in steps of 10 ppm, ten times a second, holds the level")
  func loop() {
    var loop = ClockLoop(sampleRate: 48_000, periodFrames: 1_024)
    var scale = Self.scale(.loopbackRateShift)
    var (level, peak, value) = (0.0, 0.0, 100_000)
    for update in 0..<10_000 {
      // The source is 234 ppm fast by itself.
      level += 4_800 * (1.000_234 * Self.rate(.loopbackRateShift, value) - 1)
      value = scale.value(correctionPPM: loop.update(errorFrames: level, seconds: 0.1))
      if update > 1_200 { peak = max(peak, level.magnitude) }
    }
    #expect(peak < 2)
    #expect(loop.phase == .locked)
  }
}

import Testing

@testable import SignalProcessing

@Suite struct DecibelsTests {
  @Test(arguments: [
    (1.0, 0.0), (10.0, 20.0), (0.001, -60.0), (-0.1, -20.0), (0.0, -Double.infinity),
  ])
  func `an amplitude has its level`(amplitude: Double, level: Double) {
    let decibels = Decibels(amplitude: amplitude)
    #expect(decibels.value == level || (decibels.value - level).magnitude < 1e-12)
  }

  @Test func `levels and amplitudes convert both ways`() {
    for step in -1200...200 {
      let decibels = Decibels(Double(step) / 10)
      #expect((Decibels(amplitude: decibels.amplitude).value - decibels.value).magnitude < 1e-12)
      #expect((Decibels(power: decibels.power).value - decibels.value).magnitude < 1e-12)
    }
    #expect(Decibels.silence.amplitude == 0)
    #expect(Decibels(power: 0) == .silence)
    #expect(Decibels(amplitude: Float(1)).value == 0)
  }

  @Test(arguments: [
    (-12.0, "-12.0 dB"), (-0.04, "0.0 dB"), (-0.05, "-0.1 dB"), (3.14159, "3.1 dB"),
    (99.96, "100.0 dB"), (-Double.infinity, "-inf dB"), (Double.nan, "nan dB"),
  ])
  func `a level is written with one decimal and its unit`(value: Double, text: String) {
    #expect(Decibels(value).description == text)
  }

  @Test func `a level is written with the decimals asked for`() {
    #expect(Decibels(-1.005).text(decimals: 0) == "-1 dB")
    #expect(Decibels(-0.0625).text(decimals: 3) == "-0.063 dB")
    #expect(Decibels(2.05).text(decimals: 4) == "2.0500 dB")
  }

  @Test func `levels are ordered`() {
    #expect(Decibels.silence < Decibels(-120))
    #expect(Decibels(-3) < Decibels(0))
  }
}

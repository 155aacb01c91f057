import SignalProcessing
import Testing

@Suite struct FrequencyTests {
  @Test(arguments: [
    (0, "0.0 Hz"), (62.96, "63.0 Hz"), (99.94, "99.9 Hz"), (99.95, "100 Hz"), (440.4, "440 Hz"),
    (999.4, "999 Hz"), (999.6, "1.00 kHz"), (1634.5, "1.63 kHz"), (9994, "9.99 kHz"),
    (9999.6, "10.0 kHz"), (24000, "24.0 kHz"),
  ])
  func `a frequency is shown to three digits`(_ hertz: Double, _ text: String) {
    #expect(Frequency(hertz).description == text)
  }
}

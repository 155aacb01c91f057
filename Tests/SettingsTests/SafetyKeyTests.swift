import Settings
import Testing

/// The keys of what guards the sound: clocks, level, dither.
@Suite struct SafetyKeyTests {
  private func text(audio: String = "", capture: String = "", playback: String = "") -> String {
    """
    version: 1
    audio: {rate: 48000, period: 64\(audio)}
    capture: {device: a, channels: [L, R]\(capture)}
    playback: {device: b, channels: [L, R]\(playback)}
    chain: [gain: {on: L, gain: 0}]
    """
  }

  @Test func `the guards are on unless the file says otherwise`() throws {
    let configuration = try parsed(text())
    #expect(configuration.audio.rateMatching == .auto)
    #expect(configuration.playback.ceilingDecibels == -0.1)
    #expect(configuration.playback.dither == .auto)
  }

  @Test func `each guard takes its values`() throws {
    let configuration = try parsed(
      text(audio: ", rate_matching: off", playback: ", ceiling: -6 dB, dither: off"))
    #expect(configuration.audio.rateMatching == .off)
    #expect(configuration.playback.ceilingDecibels == -6)
    #expect(configuration.playback.dither == .off)
  }

  @Test func `a wrong value of a guard is refused with what is allowed`() {
    let found = mistakes(
      text(audio: ", rate_matching: maybe", playback: ", ceiling: 3, dither: always"))
    #expect(
      found == [
        "2:49 rate_matching is \"maybe\", which is not one of its values",
        "4:50 ceiling is \"3\"; it must be from -60 to 0 dB",
        "4:61 dither is \"always\", which is not one of its values",
      ])
  }

  @Test func `a ceiling of capture is unknown`() {
    #expect(mistakes(text(capture: ", ceiling: -1")).first?.contains("ceiling") == true)
  }
}

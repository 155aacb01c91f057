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

  @Test func `on a fault nothing is heard, or the input at a level that is named`() throws {
    #expect(try parsed(text()).playback.onFault == .mute)
    #expect(try parsed(text(playback: ", on_fault: mute")).playback.onFault == .mute)
    let bypass = try parsed(text(playback: ", on_fault: {bypass: -12 dB}"))
    #expect(bypass.playback.onFault == .bypass(decibels: -12))
    #expect(bypass.capture.onFault == .mute)
  }

  @Test(
    "a response to faults that is not understood, or has no level, is refused",
    arguments: [
      ("bypass", "4:51 on_fault is bypass without a level"),
      ("silent", "4:51 on_fault is \"silent\"; it must be mute, or a bypass with its level"),
      ("[mute]", "4:51 on_fault is a list; it must be mute, or a bypass with its level"),
      ("{bypass: 3}", "4:60 bypass is \"3\"; it must be from -60 to 0 dB"),
      ("{bypas: -3}", "4:51 on_fault needs the key \"bypass\""),
      ("{}", "4:51 on_fault needs the key \"bypass\""),
    ])
  func response(value: String, message: String) {
    #expect(mistakes(text(playback: ", on_fault: \(value)")).first == message)
  }

  @Test func `an input of another number of channels cannot stand in`() {
    let text = """
      version: 1
      audio: {rate: 48000, period: 64}
      capture: {device: a, channels: [L]}
      playback: {device: b, channels: [L, R], on_fault: {bypass: -12}}
      chain: [route: {L: L, R: L}]
      """
    #expect(
      mistakes(text) == [
        "4:51 on_fault lets the input be heard, which has 1 where playback has 2 channels; only as "
          + "many as are played can be"
      ])
  }

  @Test func `a response to faults of capture is unknown`() {
    #expect(mistakes(text(capture: ", on_fault: mute")).first?.contains("on_fault") == true)
  }
}

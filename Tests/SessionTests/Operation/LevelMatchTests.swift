import SignalProcessing
import Testing

@testable import Session

/// How loud the untouched input has to be for a fair comparison.
@Suite struct LevelMatchTests {
  private func reading(_ meanSquare: Float, frames: Int = 4800) -> PeakMeter.Reading {
    PeakMeter.Reading(peak: 1, meanSquare: meanSquare, frames: frames)
  }

  @Test func `it is the ratio of powers over all channels, whatever the volume`() {
    var match = LevelMatch()
    match.observe(
      inputs: [reading(0.01), reading(0.03)], outputs: [reading(0.0025), reading(0.0075)],
      gain: 0.5)
    let gain = match.gain ?? 0
    #expect(abs(gain - 1) < 1e-6)
  }

  @Test func `nothing is learned from silence, from a mute or from what is no level`() {
    var match = LevelMatch()
    match.observe(inputs: [reading(1e-9)], outputs: [reading(1)], gain: 1)
    match.observe(inputs: [reading(0.1)], outputs: [reading(0)], gain: 0)
    match.observe(inputs: [reading(.nan)], outputs: [reading(1)], gain: 1)
    match.observe(inputs: [reading(.infinity)], outputs: [reading(1)], gain: 1)
    #expect(match.gain == nil)
  }

  @Test func `what was long ago is forgotten`() {
    var match = LevelMatch()
    for _ in 0..<1000 { match.observe(inputs: [reading(0.1)], outputs: [reading(0.1)], gain: 1) }
    for _ in 0..<1000 { match.observe(inputs: [reading(0.1)], outputs: [reading(0.4)], gain: 1) }
    let gain = match.gain ?? 0
    #expect(abs(gain - 2) < 0.001)
  }
}

import Testing

@testable import SimulatedDevices

/// Numbers that a resampler has made, and what is wrong with them.
struct FractionTests {
  @Test("the ear hears a repetition, a loss and a click in resampled numbers")
  func ear() {
    let world = SimulatedWorld(seed: 1)
    let card = SimulatedCard(
      name: "in", world: world, sampleRate: 8000, purpose: .captureClock)
    let checker = Checker(
      world: world, source: card, rules: .init(fadeFrames: 40, hidesSplices: true))
    checker.rules.numbering = .fractional
    world.time.advance(by: 4_000_000_000)
    func play(_ numbers: [Double], gain: Float = 1) {
      let frames = numbers.flatMap { [Float($0) * Payload.step * gain, gain] }
      checker.played(frames, frames: numbers.count, channelCount: 2, ago: nil)
    }
    for step in 0..<60 { play([1000.3], gain: Float(step) / 60) }
    play((0..<600).map { 1000.3 + 1.001 * Double($0) })
    #expect(checker.violations == [])
    play((0..<10).map { 1700 + Double($0) })
    #expect(checker.violations.map(\.kind) == [.splice])
    play((0..<10).map { 1650 + Double($0) })
    #expect(checker.violations.map(\.kind) == [.splice, .order])
    play((0..<10).map { 1660 + Double($0) }, gain: 0.5)
    #expect(checker.violations.contains { $0.kind == .jump })
  }
}

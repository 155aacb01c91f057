import SimulatedDevices
import Testing

/// What the checker must notice is written to a card by hand.
struct CheckerTests {
  /// Frames by number and gain.
  private typealias Frames = [(number: Int, gain: Float)]

  /// Plays the frames, with silence before them, and says what the checker thought of it.
  private func judge(_ frames: Frames, _ rules: Checker.Rules = .init()) throws -> Checker {
    try judge(frames.flatMap { [Float($0.number) / 65_536 * $0.gain, $0.gain] }, rules)
  }

  private func judge(_ samples: [Float], _ rules: Checker.Rules) throws -> Checker {
    let cards = CardFixture(bufferFrames: 8192)
    let checker = Checker(world: cards.world, source: cards.captureCard, rules: rules)
    cards.pass(frames: 30_000)
    cards.world.checker = checker
    let device = try cards.runningPlayback(holding: 100)
    precondition(device.write(samples).frames == samples.count / 2)
    cards.pass(frames: 100 + samples.count / 2)
    device.stream.sync()
    cards.world.checker = nil
    return checker
  }

  private func full(_ numbers: Range<Int>) -> Frames { numbers.map { ($0, 1) } }
  private func fade(_ numbers: Range<Int>, from: Float, to: Float) -> Frames {
    numbers.enumerated().map {
      ($1, from + (to - from) * Float($0 + 1) / Float(numbers.count))
    }
  }
  /// A fade in, sound, a fade out, each of 100 frames but for the sound.
  private func phrase(_ numbers: Range<Int>) -> Frames {
    let start = numbers.lowerBound, end = numbers.upperBound
    return fade(start..<start + 100, from: 0, to: 1) + full(start + 100..<end - 100)
      + fade(end - 100..<end, from: 1, to: 0)
  }
  private let fading = Checker.Rules(fadeFrames: 160, hidesSplices: true)
  private func kinds(_ checker: Checker) -> [Violation.Kind] { checker.violations.map(\.kind) }

  @Test func `Sound that fades in and out is in order`() throws {
    let checker = try judge(phrase(1000..<3000), fading)
    #expect(checker.violations == [])
    #expect(checker.truth.gapFrames == 0)
    #expect(checker.truth.soundFrames == 1999)
    #expect(checker.truth.firstNumber == 1000)
  }

  @Test func `A sudden start is a jump`() throws {
    #expect(try kinds(judge(full(0..<500), fading)) == [.jump])
  }

  @Test func `A sudden end is a jump`() throws {
    let frames = fade(0..<100, from: 0, to: 1) + full(100..<500) + [(500, 0), (501, 0)]
    #expect(try kinds(judge(frames, fading)) == [.jump])
  }

  @Test(arguments: [0, 1, 300])
  func `A frame that is heard again is out of order`(back: Int) throws {
    let frames = full(1000..<2000) + full(1999 - back..<2500)
    let checker = try judge(frames)
    #expect(kinds(checker) == [.order])
  }

  @Test func `Two frames that changed places are out of order`() throws {
    let frames = full(1000..<1500) + [(1501, 1), (1500, 1)] + full(1502..<2000)
    #expect(try kinds(judge(frames)) == [.order])
  }

  @Test func `A loss is counted, and heard where nothing hides it`() throws {
    let frames = phrase(1000..<1500).dropLast(100) + full(1507..<2000)
    let checker = try judge(Array(frames), fading)
    #expect(kinds(checker) == [.splice])
    #expect(checker.truth.gapFrames == 107)
    #expect(checker.truth.gapCount == 1)
  }

  @Test func `A loss behind a fade is counted and nothing else`() throws {
    let checker = try judge(phrase(1000..<1500) + phrase(1700..<2500), fading)
    #expect(checker.violations == [])
    #expect(checker.truth.gapFrames == 201)
  }

  @Test func `A last frame held and fading is allowed, one that does not fade is not`() throws {
    let held = phrase(1000..<1500).dropLast(100)
    let fading = (1...100).map { (number: 1399, gain: 1 - Float($0) / 100) }
    let good = try judge(held + fading, self.fading)
    #expect(good.violations == [])
    #expect(good.truth.heldFrames == 99)
    let bad = try judge(held + [(1399, 1)] + fading, self.fading)
    #expect(kinds(bad) == [.order])
  }

  @Test func `A sample that is no number is noticed`() throws {
    for sample in [Float.nan, .infinity, -.infinity] {
      let checker = try judge([0, 0, sample, 0, 0, 0], .init())
      #expect(kinds(checker) == [.notFinite])
    }
  }

  @Test func `A gain above 1 or below 0 is too loud`() throws {
    #expect(try kinds(judge([0.5, 1.25], .init())).contains(.tooLoud))
    #expect(try kinds(judge([0, -0.5], .init())).contains(.tooLoud))
  }

  @Test func `Channels of two frames in one are torn`() throws {
    // A number that cannot come through that gain, and half a step between two numbers.
    #expect(try kinds(judge([0.75, 0.5], .init())).contains(.torn))
    #expect(try kinds(judge([100.5 / 65_536, 1], .init())) == [.torn])
    #expect(try kinds(judge([0.75, 0], .init())).contains(.torn))
  }

  @Test func `A latency outside its band is noticed after a while`() throws {
    let cards = CardFixture(playback: .init(ppm: -200))
    // 200 ppm of 8,000 frames are 1.6 frames a second.
    let run = cards.runDuplex(
      seconds: 100, latencyFrames: 512,
      rules: .init(latency: 500...600, settlingNanoseconds: 1_000_000_000))
    #expect(run.checker.violations.first?.kind == .latency)
    let time = run.checker.violations.first?.time ?? 0
    #expect((53...57).contains(time / 1_000_000_000))
  }

  @Test func `Books that do not add up are told apart`() {
    var truth = Accounts()
    truth.capturedFrames = 1000
    truth.writtenFrames = 900
    truth.soundFrames = 900
    truth.silentFrames = 512
    var session = SessionAccounts()
    session.renderedFrames = 1000
    session.paddingFrames = 512
    session.lateFrames = 100
    #expect(truth.discrepancies(with: session, clockError: 2) == [])
    session.lateFrames = 99
    #expect(truth.discrepancies(with: session, clockError: 2).count == 2)
    session.lateFrames = 100
    session.lostFrames = 1
    #expect(truth.discrepancies(with: session, clockError: 2).count == 1)
    truth.missedFrames = 2
    truth.missCount = 1
    #expect(truth.discrepancies(with: session, clockError: 2) == [])
    truth.missedFrames = 4
    #expect(truth.discrepancies(with: session, clockError: 2).count == 1)
    truth.missedFrames = 2
    // A frame that was played and not heard, and one that was heard although it was dropped.
    truth.soundFrames = 899
    #expect(truth.discrepancies(with: session, clockError: 2).count == 1)
    #expect(truth.discrepancies(with: session, clockError: 2, faintFrames: 1) == [])
    truth.soundFrames = 901
    #expect(truth.discrepancies(with: session, clockError: 2, faintFrames: 1).count == 1)
  }
}

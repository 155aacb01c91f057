import FilterDesign
import Testing

#if canImport(Glibc)
  import Glibc
#endif

@Suite struct ResponseTests {
  /// Zeros inside the unit circle, so that it has minimum phase itself; then the same taps
  /// backwards, whose magnitude is equal and whose delay is the largest.
  @Test func `the minimum phase of a turned response is the response`() {
    let taps = [1, -0.4, 0.1, -0.3, 0.2, 0.05]
    let found = MinimumPhaseConversion(taps.reversed())
    for (a, b) in zip(found.taps, taps) { #expect(abs(a - b) < 1e-12) }
    #expect(found.taps.count == taps.count)
    #expect(found.deviationDecibels < 1e-9)
  }

  @Test func `a linear-phase filter of minimum phase keeps its magnitude and loses its delay`()
    throws
  {
    let filter = try WindowedSinc(
      .lowpass(2000), transition: 1000, attenuation: 80, sampleRate: 48000)
    let found = MinimumPhaseConversion(filter.taps)
    #expect(found.deviationDecibels < 0.001)
    let energy = filter.taps.reduce(0) { $0 + $1 * $1 }
    let early = found.taps.prefix(filter.delayFrames).reduce(0) { $0 + $1 * $1 }
    #expect(early > 0.99 * energy)
  }

  @Test func `silence has no phase to lose`() {
    #expect(MinimumPhaseConversion([0, 0, 0]).taps == [0, 0, 0])
  }

  @Test func `a trim drops what is below the level in every channel`() {
    var edit = ResponseEdit([[0.0001, 0, 0.5, 0, 0], [0, 0.002, 0, 1, 0.0009]])
    #expect(edit.peak == 1)
    let first = edit.trimStart(below: -60)
    #expect(first == 1)
    let last = edit.trimEnd(below: -60)
    #expect(last == 1)
    #expect(edit.channels == [[0, 0.5, 0], [0.002, 0, 1]])
    let none = edit.trimStart(below: 0)
    #expect(none == 2)
    #expect(edit.frameCount == 1)
  }

  @Test func `delay, length and turn move taps and change none`() {
    var edit = ResponseEdit([[1, 2, 3]])
    edit.delay(frames: 2)
    #expect(edit.channels == [[0, 0, 1, 2, 3]])
    let lost = edit.resize(toFrames: 4)
    #expect(abs(lost - 9.0 / 14) < 1e-15)
    let nothing = edit.resize(toFrames: 6)
    #expect(nothing == 0)
    #expect(edit.channels == [[0, 0, 1, 2, 0, 0]])
    edit.reverse()
    #expect(edit.channels == [[0, 0, 2, 1, 0, 0]])
  }

  @Test func `a crop says what it took before and behind, and a trim can leave some frames`() {
    var edit = ResponseEdit([[1, 2, 0, 0, 0], [0, 3, 0, 1, 1]])
    let whole = edit.crop(to: 0..<5)
    #expect(whole.before == 0 && whole.behind == 0)
    let lost = edit.crop(to: 1..<4)
    #expect(abs(lost.before - 1.0 / 16) < 1e-15 && abs(lost.behind - 1.0 / 16) < 1e-15)
    #expect(edit.channels == [[2, 0, 0], [3, 0, 1]])
    let short = edit.crop(to: 0..<2)
    #expect(short.before == 0 && abs(short.behind - 1.0 / 14) < 1e-15)
    edit = ResponseEdit([[1, 0, 0, 0]])
    let dropped = edit.trimEnd(below: -60, keeping: 3)
    #expect(dropped == 1)
    let none = edit.trimEnd(below: -60, keeping: 9)
    #expect(none == 0 && edit.frameCount == 3)
  }

  @Test func `fades rise and fall by half a cosine`() {
    var edit = ResponseEdit([[Double](repeating: 1, count: 10)])
    edit.fadeIn(frames: 2)
    edit.fadeOut(frames: 4)
    let taps = edit.channels[0]
    #expect(abs(taps[0] - (0.5 - 0.5 * cos(Double.pi / 4))) < 1e-15)
    #expect(abs(taps[0] + taps[1] - 1) < 1e-15)
    #expect(taps[2..<6].allSatisfy { $0 == 1 })
    #expect(abs(taps[6] - (0.5 - 0.5 * cos(Double.pi * 3.5 / 4))) < 1e-15)
    #expect(abs(taps[9] - (0.5 - 0.5 * cos(Double.pi * 0.5 / 4))) < 1e-15)
  }

  @Test(arguments: [(ResponseLevel.peak, 4.0), (.energy, 5), (.l1, 7)])
  func `a level becomes 1 in the channel that has most`(_ level: ResponseLevel, _ size: Double) {
    var edit = ResponseEdit([[3, -4], [1, 1]])
    let factor = edit.normalize(level)
    #expect(abs((factor ?? 0) - 1 / size) < 1e-15)
    #expect(abs(edit.channels[0][1] + 4 / size) < 1e-15)
    #expect(abs(edit.channels[1][0] - 1 / size) < 1e-15)
  }

  @Test func `silence is not normalised`() {
    var edit = ResponseEdit([[0, 0]])
    let factor = edit.normalize(.energy)
    #expect(factor == nil)
  }
}

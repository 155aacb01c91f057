import Testing
import TestSupport

@testable import SignalProcessing

@Suite struct LookAheadLimiterTests {
  private static let lookAhead = 72

  private func limiter(
    channels: Int = 1, ceiling: Float = 0.5, lookAhead: Int = lookAhead, release: Double = 480
  ) -> LookAheadLimiter {
    LookAheadLimiter(
      channelCount: channels, ceiling: ceiling, lookAheadFrames: lookAhead, releaseFrames: release)
  }

  /// Limits planar channels in blocks of the lengths that `split` gives.
  private func limited(
    _ channels: [[Float]], by limiter: consuming LookAheadLimiter, split: () -> Int = { 64 }
  ) -> [[Float]] {
    var output = [[Float]](repeating: [], count: channels.count)
    var done = 0
    while done < channels[0].count {
      let frames = min(max(split(), 1), channels[0].count - done)
      var block = channels.flatMap { $0[done..<done + frames] }
      limiter.apply(to: &block, frames: frames, channelStride: frames)
      for channel in output.indices {
        output[channel] += block[channel * frames..<(channel + 1) * frames]
      }
      done += frames
    }
    return output
  }

  /// Noise whose level jumps between silence and 1e30, with single peaks and all that is no number.
  private func hostile(_ frames: Int, _ generator: inout SeededGenerator) -> [Float] {
    var level: Float = 0.1
    return (0..<frames).map { _ in
      if Int.random(in: 0..<50, using: &generator) == 0 {
        level =
          [0, 1e-30, 0.1, 0.4999, 0.5, 0.5001, 1, 10, 1e5, 1e30].randomElement(
            using: &generator) ?? 0
      }
      switch Int.random(in: 0..<4000, using: &generator) {
      case 0: return .greatestFiniteMagnitude
      case 1: return -.greatestFiniteMagnitude
      case 2: return .infinity
      case 3: return .nan
      case 4: return .leastNonzeroMagnitude
      default: return Float.random(in: -1...1, using: &generator) * level
      }
    }
  }

  @Test(
    "nothing leaves above the ceiling, whatever comes in",
    arguments: [1, 2, 3, 72, 73, 192], [1e-6, 0.1, 1.0 / 3, 0.944_060_9, 1, 3] as [Float])
  func ceiling(lookAhead: Int, ceiling: Float) {
    var generator = SeededGenerator(seed: UInt64(lookAhead))
    let input = (0..<2).map { _ in hostile(6000, &generator) }
    let output = limited(
      input, by: limiter(channels: 2, ceiling: ceiling, lookAhead: lookAhead, release: 100))
    // The comparison is false for what is not a number, too.
    #expect(output.joined().allSatisfy { $0.magnitude <= ceiling })
  }

  @Test("the gain alone keeps the ceiling but for rounding", arguments: [1, 2, 3, 72, 73, 192])
  func gain(lookAhead: Int) {
    var generator = SeededGenerator(seed: UInt64(lookAhead))
    let peaks = hostile(20_000, &generator).map { $0.isFinite ? Double($0.magnitude) : 0 }
    var gain = LimiterGain(ceiling: 0.5, lookAheadFrames: lookAhead, releaseShare: 0.01)
    let gains = peaks.map { gain.next(peak: $0) }
    let products = zip(peaks, gains.dropFirst(lookAhead)).map { $0 * $1 }
    #expect(products.allSatisfy { $0 <= 0.5 * (1 + 4e-16) })
    #expect(gains.contains(1) && gains.allSatisfy { $0 <= 1 })
  }

  @Test func `a level above the ceiling comes out at the ceiling`() {
    let output = limited([[Float](repeating: -3, count: 500)], by: limiter())[0]
    #expect(output.dropFirst(Self.lookAhead).allSatisfy { abs($0 + 0.5) < 1e-6 })
  }

  @Test func `nothing leaves above the ceiling in double precision`() {
    var generator = SeededGenerator(seed: 3)
    let third = Float(1.0 / 3)
    var limiter = limiter(ceiling: third, release: 100)
    var samples = hostile(20_000, &generator).map { Double($0) * 1.000_000_001 }
    limiter.apply(to: &samples, frames: samples.count, channelStride: samples.count)
    #expect(samples.allSatisfy { $0.magnitude <= Double(third) })
  }

  @Test func `what stays below the ceiling passes every bit, late by the look-ahead`() {
    var generator = SeededGenerator(seed: 1)
    var input = (0..<4000).map { _ in Float.random(in: -0.5...0.5, using: &generator) }
    input[100...104] = [0.5, -0.5, -0.0, .leastNormalMagnitude, 0]
    let output = limited([input], by: limiter())[0]
    #expect(limiter().latencyFrames == Self.lookAhead)
    #expect(output.prefix(Self.lookAhead).allSatisfy { $0 == 0 })
    #expect(isSame(Array(output.dropFirst(Self.lookAhead)), input.dropLast(Self.lookAhead)))
  }

  @Test func `after a peak every bit passes again`() {
    var input = [Float](repeating: 0.3, count: 30_000)
    input[1000] = 8
    let output = limited([input], by: limiter())[0]
    #expect(output[1000 + Self.lookAhead] == 0.5)
    // 480 frames take a gain of 1/16 to within -120 dB of 1 in 6630.
    #expect(output[6000] < 0.3 && output[9000...].allSatisfy { $0 == 0.3 })
  }

  @Test func `the slowest release arrives as well`() {
    var input = [Float](repeating: 0.3, count: 400)
    input[100] = 0.500_003
    var gain = limiter(release: 4e6)
    for _ in 0..<30_000 {
      var block = input
      gain.apply(to: &block, frames: block.count, channelStride: block.count)
      input = [Float](repeating: 0.3, count: 400)
    }
    _ = gain.takeLowestGain()
    gain.apply(to: &input, frames: input.count, channelStride: input.count)
    #expect(gain.takeLowestGain() == 1)
  }

  @Test func `the gain begins to fall a look-ahead early and nowhere jumps`() {
    var input = [Float](repeating: 0.25, count: 4000)
    input[2000] = 500
    let gains = limited([input], by: limiter())[0].dropFirst(Self.lookAhead).map { $0 / 0.25 }
    let peak = 2000
    #expect(gains[peak - Self.lookAhead - 1] == 1 && gains[peak - Self.lookAhead] < 1)
    // The triangle of a look-ahead of 72 frames weighs no frame more than 1/37.
    let steps = zip(gains, gains.dropFirst()).enumerated().filter {
      ![1999, 2000].contains($0.offset)
    }
    #expect(steps.allSatisfy { abs($0.element.0 - $0.element.1) < 1.001 / 37 })
  }

  @Test func `all channels of a group share one gain`() {
    var generator = SeededGenerator(seed: 8)
    let left = (0..<5000).map { _ in Float.random(in: -2...2, using: &generator) }
    let output = limited([left, left.map { $0 / 4 }], by: limiter(channels: 2))
    #expect(zip(output[0], output[1]).allSatisfy { $0 / 4 == $1 })
    let alone = limited([left.map { $0 / 4 }], by: limiter())[0]
    #expect(!isSame(alone, output[1]))
  }

  @Test func `blocks of any lengths give the same samples`() {
    var generator = SeededGenerator(seed: 5)
    let input = [hostile(9000, &generator), hostile(9000, &generator)]
    let whole = limited(input, by: limiter(channels: 2), split: { 9000 })
    let cut = limited(
      input, by: limiter(channels: 2), split: { Int.random(in: 1...200, using: &generator) })
    #expect(isSame(whole[0], cut[0]) && isSame(whole[1], cut[1]))
  }

  @Test func `both precisions limit alike`() {
    var generator = SeededGenerator(seed: 6)
    let input = (0..<5000).map { _ in Float.random(in: -4...4, using: &generator) }
    var single = input, double = input.map { Double($0) }
    var first = limiter(), second = limiter()
    first.apply(to: &single, frames: 5000, channelStride: 5000)
    second.apply(to: &double, frames: 5000, channelStride: 5000)
    #expect(zip(single, double).allSatisfy { $0 == Float($1) })
  }

  @Test func `the lowest gain is told once`() {
    var limiter = limiter()
    var samples = [Float](repeating: 1, count: 500)
    limiter.apply(to: &samples, frames: 500, channelStride: 500)
    let told = limiter.takeLowestGain()
    #expect(abs(told - 0.5) < 1e-9)
    #expect(limiter.takeLowestGain() == 1)
  }

  @Test func `a reset limiter sounds as a new one`() {
    var generator = SeededGenerator(seed: 7)
    let input = hostile(3000, &generator)
    var used = limiter()
    var before = hostile(3000, &generator)
    used.apply(to: &before, frames: 3000, channelStride: 3000)
    used.reset()
    #expect(isSame(limited([input], by: used)[0], limited([input], by: limiter())[0]))
  }

  @Test(
    "the look-ahead is 1.5 ms", arguments: [(44100, 66), (48000, 72), (192_000, 288), (100, 1)])
  func lookAhead(sampleRate: Int, frames: Int) {
    #expect(LookAheadLimiter.lookAheadFrames(sampleRate: sampleRate) == frames)
  }
}

import OutputSafety
import Testing

/// What is let into an engine.
@Suite struct NonFiniteGuardTests {
  @Test("a clean block passes to the bit, at any level up to +120 dBFS")
  func clean() {
    var input = NonFiniteGuard(fadeFrames: 8)
    for level in [0, .leastNonzeroMagnitude, 1, 1e5, 1e6] as [Float] {
      let block = (0..<64).map { $0 % 2 == 0 ? level : -level }
      var samples = block
      #expect(check(&input, &samples) == .clean)
      #expect(samples.map(\.bitPattern) == block.map(\.bitPattern))
    }
    #expect(input.poisonedBlockCount == 0)
  }

  @Test(
    "one poisoned sample zeroes the block of all channels, wherever it is",
    arguments: [.nan, -.nan, .signalingNaN, .infinity, -.infinity, 1e38, -1e38, 1.1e6] as [Float])
  func poisoned(value: Float) {
    for place in 0..<64 {
      var input = NonFiniteGuard(fadeFrames: 8)
      var samples = [Float](repeating: 0.5, count: 64)
      samples[place] = value
      #expect(check(&input, &samples) == .poisoned)
      #expect(samples.allSatisfy { $0 == 0 })
      #expect(input.poisonedBlockCount == 1)
    }
  }

  @Test("what lies between the channels is none of its business")
  func gaps() {
    var input = NonFiniteGuard(fadeFrames: 8)
    var samples = [Float](repeating: 0.5, count: 64)
    samples[31] = .nan
    let verdict = input.check(&samples, frames: 31, channelCount: 2, channelStride: 32)
    #expect(verdict == .clean)
  }

  @Test("after poison the sound fades back in, beginning with the next block")
  func fade() {
    var input = NonFiniteGuard(fadeFrames: 48)
    var samples = [Float](repeating: .nan, count: 64)
    #expect(check(&input, &samples) == .poisoned)
    var gains: [Float] = []
    for _ in 0..<2 {
      samples = [Float](repeating: 1, count: 64)
      #expect(check(&input, &samples) == .clean)
      #expect(samples[..<32] == samples[32...])
      gains += samples[..<32]
    }
    #expect(gains[0] < 0.01)
    #expect(zip(gains, gains.dropFirst()).allSatisfy { $0 <= $1 })
    #expect(gains[48...].allSatisfy { $0 == 1 })
  }

  @Test("of a million poisoned blocks none comes out with anything in it")
  func million() {
    var input = NonFiniteGuard(fadeFrames: 4)
    var random = SeededGenerator(seed: 19)
    let poison: [Float] = [.nan, .infinity, -.infinity, 1e38, .signalingNaN, -3e7]
    let count = 1_000_000
    var samples = [Float](repeating: 0, count: 16)
    var wrong = 0
    for _ in 0..<count {
      for index in samples.indices { samples[index] = Float(random.next() >> 40) * 0x1p-24 }
      samples[Int(random.next() % 16)] = poison[Int(random.next() % 6)]
      let verdict = input.check(&samples, frames: 8, channelCount: 2, channelStride: 8)
      wrong += verdict == .poisoned && samples.allSatisfy { $0 == 0 } ? 0 : 1
    }
    #expect(wrong == 0)
    #expect(input.poisonedBlockCount == count)
  }

  /// Two channels of 32 frames.
  private func check(
    _ input: inout NonFiniteGuard, _ samples: inout [Float]
  ) -> NonFiniteGuard.Verdict {
    input.check(&samples, frames: 32, channelCount: 2, channelStride: 32)
  }
}

import Glibc
import OutputSafety
import Testing

/// The last word on what a device gets.
@Suite struct OutputGuardTests {
  private static func open(_ ceilings: [Float]) -> OutputGuard {
    var output = OutputGuard(ceilings: ceilings, fadeFrames: 8)
    output.release(.start)
    var silence = [Float](repeating: 0, count: 16 * ceilings.count)
    _ = output.apply(to: &silence, frames: 16, layout: .interleaved)
    return output
  }

  @Test("the ceiling is -0.1 dBFS by default")
  func defaultCeiling() {
    #expect(abs(20 * log10(Double(OutputGuard.defaultCeiling)) + 0.1) < 1e-5)
  }

  @Test("up to the ceiling every bit passes; above it becomes the ceiling and is counted")
  func ceiling() {
    var output = Self.open([0.5])
    let quiet: [Float] = [0.5, -0.5, 0, -0.0, .leastNonzeroMagnitude, 0.25]
    var samples = quiet
    #expect(output.apply(to: &samples, frames: 6, layout: .interleaved) == OutputGuard.Finding())
    #expect(samples.map(\.bitPattern) == quiet.map(\.bitPattern))
    samples = [Float(0.5).nextUp, -0.7, 0.1, 4.9]
    let finding = output.apply(to: &samples, frames: 4, layout: .interleaved)
    #expect(finding == OutputGuard.Finding(limitedSampleCount: 3))
    #expect(samples == [0.5, -0.5, 0.1, 0.5])
    #expect(output.limitedSampleCount == 3)
    #expect(output.limitedBlockCount == 1)
  }

  @Test("each channel has its own ceiling, in both layouts")
  func perChannel() {
    var output = Self.open([1, 0.25, 0.5])
    var interleaved: [Float] = [0.9, 0.9, 0.9, -2, -2, -2]
    _ = output.apply(to: &interleaved, frames: 2, layout: .interleaved)
    #expect(interleaved == [0.9, 0.25, 0.5, -1, -0.25, -0.5])
    var planar: [Float] = [0.9, -2, 7, 0.9, -2, 7, 0.9, -2, 7]
    _ = output.apply(to: &planar, frames: 2, layout: .planar(channelStride: 3))
    #expect(planar == [0.9, -1, 7, 0.25, -0.25, 7, 0.5, -0.5, 7])
  }

  @Test("20 dB above a ceiling cuts the output at once, and only a release brings it back")
  func runaway() {
    var output = Self.open([0.5, 0.5])
    var samples = [Float](repeating: 0.3, count: 32)
    samples[9] = -5.1
    let finding = output.apply(to: &samples, frames: 16, layout: .interleaved)
    #expect(finding.isRunaway)
    #expect(samples.allSatisfy { $0 == 0 })
    #expect(output.reasons == .latch)
    for _ in 0..<100 {
      samples = [Float](repeating: 0.3, count: 32)
      #expect(output.apply(to: &samples, frames: 16, layout: .interleaved) == OutputGuard.Finding())
      #expect(samples.allSatisfy { $0 == 0 })
    }
    output.release(.latch)
    samples = [Float](repeating: 0.25, count: 32)
    _ = output.apply(to: &samples, frames: 16, layout: .interleaved)
    #expect(samples[0] > 0 && samples[0] < 0.05)
    #expect(samples.suffix(16).allSatisfy { $0 == 0.25 })
    #expect(output.runawayCount == 1)
  }

  @Test("just below 20 dB above the ceiling is limited and no more")
  func noRunaway() {
    var output = Self.open([0.5])
    var samples: [Float] = [4.9999]
    let finding = output.apply(to: &samples, frames: 1, layout: .interleaved)
    #expect(finding == OutputGuard.Finding(limitedSampleCount: 1))
    #expect(output.reasons.isEmpty)
  }

  @Test(
    "a sample that is no number costs one block and a fade",
    arguments: [.nan, -.nan, .signalingNaN, .infinity, -.infinity] as [Float])
  func poison(value: Float) {
    var output = Self.open([1])
    var samples = [Float](repeating: 0.5, count: 16)
    samples[15] = value
    let finding = output.apply(to: &samples, frames: 16, layout: .interleaved)
    #expect(finding == OutputGuard.Finding(isPoisoned: true))
    #expect(samples.allSatisfy { $0 == 0 })
    samples = [Float](repeating: 0.5, count: 16)
    #expect(output.apply(to: &samples, frames: 16, layout: .interleaved) == OutputGuard.Finding())
    // The fade begins with this block: none of it was spent on the silence before.
    #expect(samples[0] < 0.01)
    #expect(samples.suffix(8).allSatisfy { $0 == 0.5 })
    #expect(output.poisonedBlockCount == 1)
  }

  @Test("whatever comes in, what goes out is finite and not above the ceiling")
  func fuzz() {
    let blocks = isLong ? 10_000_000 : 20_000
    var random = SeededGenerator(seed: 17)
    let ceilings: [Float] = [0.01, 1]
    var output = OutputGuard(ceilings: ceilings, fadeFrames: 5)
    output.release(.start)
    var samples = [Float](repeating: 0, count: 32)
    var (bad, limited, runaways, poisoned, audible) = (0, 0, 0, 0, 0)
    for _ in 0..<blocks {
      fill(&samples, &random)
      let finding = output.apply(to: &samples, frames: 16, layout: .interleaved)
      for index in samples.indices where !(samples[index].magnitude <= ceilings[index % 2]) {
        bad += 1
      }
      audible += samples.contains { $0 != 0 } ? 1 : 0
      limited += finding.limitedSampleCount
      runaways += finding.isRunaway ? 1 : 0
      poisoned += finding.isPoisoned ? 1 : 0
      output.release([.latch, .fault])
      if random.next() % 16 == 0 { output.mute(.fault) }
    }
    #expect(bad == 0)
    #expect(limited > blocks && runaways > blocks / 10 && poisoned > blocks / 10)
    #expect(audible > blocks / 10)
  }

  /// Noise of a random level, in half of the blocks with any pattern of bits at one place.
  private func fill(_ samples: inout [Float], _ random: inout SeededGenerator) {
    let level = exp2(Float(Int(random.next() % 16)) - 12)
    for index in samples.indices {
      samples[index] = level * (Float(random.next() >> 40) * 0x1p-23 - 1)
    }
    switch random.next() % 4 {
    case 0:
      samples[Int(random.next() % 32)] = Float(
        bitPattern: UInt32(truncatingIfNeeded: random.next()))
    case 1: samples[Int(random.next() % 32)] = .nan
    default: break
    }
  }
}

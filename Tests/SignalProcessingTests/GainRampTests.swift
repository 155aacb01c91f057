import Glibc
import Testing
import TestSupport

@testable import SignalProcessing

@Suite struct GainRampTests {
  /// Applies a ramp to ones, `[channelCount][frames]`, in blocks of the given lengths.
  private func apply(
    _ ramp: inout GainRamp, blocks: [Int], channelCount: Int = 2
  ) -> [[Float]] {
    var output = [[Float]](repeating: [], count: channelCount)
    for frames in blocks {
      // A stride beyond the frames, filled with what must not change.
      let stride = frames + 3
      var block = [Float](repeating: 1, count: stride * channelCount)
      for channel in 0..<channelCount {
        for gap in frames..<stride { block[channel * stride + gap] = 9 }
      }
      block.withUnsafeMutableBufferPointer {
        guard let start = $0.baseAddress else { return }
        ramp.apply(to: start, frames: frames, channelCount: channelCount, channelStride: stride)
      }
      for channel in 0..<channelCount {
        output[channel] += block[channel * stride..<channel * stride + frames]
        let gap = block[channel * stride + frames..<(channel + 1) * stride]
        #expect(gap.allSatisfy { $0 == 9 })
      }
    }
    return output
  }

  private func expectedGain(from: Double, to: Double, frame: Int, of frames: Int) -> Double {
    guard frame < frames else { return to }
    let curve = 0.5 - 0.5 * cos(Double.pi * (Double(frame) + 0.5) / Double(frames))
    return from + (to - from) * curve
  }

  @Test(arguments: [1, 2, 7, 8, 9, 63, 64, 65, 480])
  func `a ramp equals the float64 formula and then stands at its target`(frames: Int) {
    var ramp = GainRamp(gain: 0.25)
    ramp.move(to: 2, frames: frames)
    let output = apply(&ramp, blocks: [frames + 20])
    for frame in 0..<frames + 20 {
      let expected = expectedGain(from: 0.25, to: 2, frame: frame, of: frames)
      #expect((Double(output[0][frame]) - expected).magnitude < 1.2e-7)
    }
    #expect(output[1] == output[0])
    #expect(output[0].last == 2)
    #expect(!ramp.isMoving)
    #expect(ramp.gain == 2)
  }

  @Test func `any cut into blocks gives the same samples`() {
    var generator = SeededGenerator(seed: 7)
    var whole = GainRamp(gain: 1)
    whole.move(to: 0, frames: 300)
    let expected = apply(&whole, blocks: [400])
    for _ in 0..<50 {
      var blocks: [Int] = []
      while blocks.reduce(0, +) < 400 {
        blocks.append(min(Int.random(in: 0...70, using: &generator), 400 - blocks.reduce(0, +)))
      }
      var ramp = GainRamp(gain: 1)
      ramp.move(to: 0, frames: 300)
      #expect(apply(&ramp, blocks: blocks) == expected)
      #expect(ramp == whole)
    }
  }

  @Test func `a new target takes over where the old ramp was`() {
    var ramp = GainRamp(gain: 0)
    ramp.move(to: 1, frames: 100)
    let rising = apply(&ramp, blocks: [50])
    #expect((ramp.gain - 0.5).magnitude < 1e-7)
    #expect(ramp.remainingFrames == 50)
    ramp.move(to: 0, frames: 100)
    let falling = apply(&ramp, blocks: [100])
    // No step larger than the steepest of a ramp: pi/2 per length.
    #expect((falling[0][0] - (rising[0].last ?? 0)).magnitude < Float.pi / 200)
    #expect(ramp.gain == 0)
  }

  @Test func `a gain of zero writes zeros over infinities, a gain of one touches nothing`() {
    let muted = GainRamp(gain: 0)
    var samples: [Float] = [.infinity, .nan, -1, 0.5]
    var ramp = muted
    ramp.apply(to: &samples, frames: 4, channelCount: 1, channelStride: 4)
    #expect(samples == [0, 0, 0, 0])
    let loud: [Float] = [.infinity, -0.0, .leastNonzeroMagnitude, 0.5]
    var open = loud
    var unity = GainRamp(gain: 1)
    unity.apply(to: &open, frames: 4, channelCount: 1, channelStride: 4)
    #expect(open.map(\.bitPattern) == loud.map(\.bitPattern))
  }

  @Test func `a move in no frames, or to where the gain stands, is done at once`() {
    var ramp = GainRamp(gain: 0.5)
    ramp.move(to: 0.25, frames: 0)
    #expect(ramp.gain == 0.25)
    ramp.move(to: 0.25, frames: 1_000)
    #expect(!ramp.isMoving)
  }
}

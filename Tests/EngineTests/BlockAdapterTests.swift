import Convolution
import Engine
import Testing
import TestSupport

@Suite struct BlockAdapterTests {
  // Noise, not a ramp taken modulo something: tones that nearly cancel make any error look large.
  private static let taps = noise(300, seed: 5, level: 1)
  private static let input = noise(6000, seed: 6, level: 1)

  private func adapter(block: Int, callFrames: Int) -> BlockAdapter {
    let matrix = ImpulseMatrix(
      inputCount: 1, outputCount: 2,
      paths: [
        .init(input: 0, output: 0, taps: Self.taps),
        .init(input: 0, output: 1, taps: Self.taps.reversed()),
      ])
    let chain = Chain(
      inputCount: 1,
      stages: [
        .route(.init(outputs: [[.init(input: 0, gain: 1)], []])),
        .convolve(.init(inputs: [0], outputs: [0, 1], matrix: matrix)),
      ])
    return BlockAdapter(
      RenderEngine(chain, blockFrames: block) {
        .uniform(blockFrames: block, tapCount: $0.tapCount)
      }, callFrames: callFrames)
  }

  /// Renders the input in calls of the given lengths, repeated, as far as whole calls go.
  private func render(_ adapter: inout BlockAdapter, calls: [Int]) -> [[Float]] {
    var outputs: [[Float]] = [[], []]
    var first = 0
    var call = 0
    while first + calls[call % calls.count] <= Self.input.count {
      let frames = calls[call % calls.count]
      var output = [Float](repeating: .nan, count: 2 * frames)
      adapter.render(Array(Self.input[first..<first + frames]), into: &output, frames: frames)
      outputs[0] += output[..<frames]
      outputs[1] += output[frames...]
      first += frames
      call += 1
    }
    return outputs
  }

  private var wanted: [[Double]] {
    [Self.taps, Self.taps.reversed()].map { taps in
      Array(
        Reference.convolve(Self.input.map(Double.init), taps.map(Double.init))
          .prefix(Self.input.count))
    }
  }

  private func decibels(_ wanted: [Double], _ found: [Float], delay: Int) -> Double {
    var signal = 0.0, error = 0.0
    for frame in found.indices {
      let expected = frame < delay ? 0 : wanted[frame - delay]
      signal += expected * expected
      error += (expected - Double(found[frame])) * (expected - Double(found[frame]))
    }
    return error == 0 ? .infinity : 10 * log10(signal / error)
  }

  @Test(arguments: 0..<8)
  func `random splits equal the direct convolution, later by the latency named`(_ seed: Int) {
    var generator = SeededGenerator(seed: UInt64(seed))
    let calls = (0..<50).map { _ in Int.random(in: 1...700, using: &generator) }
    let block = [64, 128, 512][seed % 3]
    var adapter = adapter(block: block, callFrames: 1)
    #expect(adapter.latencyFrames == block - 1)
    let found = render(&adapter, calls: calls)
    for channel in 0..<2 {
      #expect(decibels(wanted[channel], found[channel], delay: block - 1) >= 130)
    }
  }

  @Test(arguments: [
    (480, 32, 0), (96, 32, 0), (441, 16, 15), (16, 16, 0), (100, 16, 12), (256, 256, 0),
  ])
  func `periods of any length cost the latency named`(_ period: Int, _ block: Int, _ latency: Int) {
    #expect(BlockAdapter.blockFrames(for: period) == block)
    var adapter = adapter(block: block, callFrames: period)
    #expect(adapter.latencyFrames == latency)
    let found = render(&adapter, calls: [period])
    for channel in 0..<2 {
      #expect(decibels(wanted[channel], found[channel], delay: latency) >= 130)
    }
  }

  @Test func `a reset adapter sounds as a new one`() {
    var adapter = adapter(block: 64, callFrames: 1)
    let first = render(&adapter, calls: [17, 300])
    adapter.reset()
    let second = render(&adapter, calls: [17, 300])
    #expect(first.elementsEqual(second, by: ==))
  }
}

#if canImport(Glibc)
  import Glibc
#endif

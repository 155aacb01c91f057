internal import Convolution

/// The engine with its input and output, called as an audio thread calls it.
///
/// The input repeats itself every few thousand frames: a live input comes from a small buffer that
/// was just written, so it is warm in the cache there as well.
struct LiveEngine: ~Copyable {
  private var convolver: PartitionedConvolver
  /// `[blockCount][inputCount][blockFrames]`
  private let input: UnsafeMutablePointer<Float>
  private let output: UnsafeMutablePointer<Float>
  private let blockCount: Int
  private var nextBlock = 0

  let blockFrames: Int
  private let inputCount: Int
  private let outputCount: Int

  init(_ bank: FilterBank) {
    let convolver = PartitionedConvolver(bank)
    blockFrames = convolver.blockFrames
    inputCount = convolver.inputCount
    outputCount = convolver.outputCount
    blockCount = max(1, 4096 / blockFrames)
    input = Self.samples(blockCount * inputCount * blockFrames)
    output = Self.samples(outputCount * blockFrames)
    self.convolver = convolver
    for channel in 0..<inputCount {
      let signal = Workload.signal(input: channel, frameCount: blockCount * blockFrames)
      for (frame, sample) in signal.enumerated() {
        let block = frame / blockFrames * inputCount + channel
        input[block * blockFrames + frame % blockFrames] = sample
      }
    }
  }

  deinit {
    input.deallocate()
    output.deallocate()
  }

  private static func samples(_ count: Int) -> UnsafeMutablePointer<Float> {
    let samples = UnsafeMutableRawPointer.allocate(byteCount: 4 * count, alignment: 64)
      .bindMemory(to: Float.self, capacity: count)
    samples.initialize(repeating: 0, count: count)
    return samples
  }

  var byteCount: Int { convolver.byteCount }

  /// Callbacks after which the work repeats itself: the longest stage's period.
  var phaseCount: Int {
    let longest = convolver.plan.stages.map(\.partitionFrames).max() ?? blockFrames
    return longest / blockFrames
  }

  /// Renders the next block.
  mutating func render() {
    convolver.render(input + nextBlock * inputCount * blockFrames, into: output)
    nextBlock = nextBlock + 1 == blockCount ? 0 : nextBlock + 1
  }

  /// Renders a number of blocks, and stays a symbol by which an instruction counter finds it.
  @inline(never)
  mutating func render(count: Int) {
    for _ in 0..<count { render() }
  }

  /// Renders a signal from the first frame on.
  ///
  /// - Parameter signals: one per input, of the same whole number of blocks.
  /// - Returns: one signal per output.
  mutating func render(signals: [[Float]]) -> [[Float]] {
    convolver.reset()
    let frameCount = signals[0].count
    var results = [[Float]](repeating: [], count: outputCount)
    let block = Self.samples(inputCount * blockFrames)
    defer { block.deallocate() }
    for start in stride(from: 0, to: frameCount, by: blockFrames) {
      for channel in 0..<inputCount {
        for frame in 0..<blockFrames {
          block[channel * blockFrames + frame] = signals[channel][start + frame]
        }
      }
      convolver.render(block, into: output)
      for channel in 0..<outputCount {
        results[channel] += UnsafeBufferPointer(
          start: output + channel * blockFrames, count: blockFrames)
      }
    }
    return results
  }
}

public import Convolution

/// Renders a chain block by block.
///
/// Live and offline sound go through this same type; for the same chain, block and partitions the
/// samples are identical.
public struct RenderEngine: ~Copyable {
  private let plan: RenderPlan
  private let steps: UnsafeMutablePointer<RenderStep>
  private let stepCount: Int
  /// Two planar buffers `[width][blockFrames]` that steps read and write in turn.
  private let buffers: UnsafeMutablePointer<Sample>
  private let bufferSamples: Int

  /// Frames that each call renders.
  public let blockFrames: Int
  public let inputCount: Int
  public let outputCount: Int

  /// - Parameter planner: chooses the partitions for a matrix of this block size.
  /// - Complexity: transforms every impulse response and touches all memory.
  public init(
    _ chain: Chain, blockFrames: Int,
    planner: (ImpulseMatrix) -> PartitionPlan
  ) {
    let plan = RenderPlan(chain, blockFrames: blockFrames, planner: planner)
    let bufferSamples = plan.width * blockFrames
    let buffers = UnsafeMutablePointer<Sample>.allocate(capacity: 2 * bufferSamples)
    buffers.initialize(repeating: 0, count: 2 * bufferSamples)
    self.plan = plan
    self.buffers = buffers
    self.bufferSamples = bufferSamples
    self.blockFrames = blockFrames
    inputCount = plan.inputCount
    outputCount = plan.outputCount
    steps = plan.steps
    stepCount = plan.stepCount
  }

  deinit { buffers.deallocate() }

  /// Bytes of all convolutions and buffers.
  public var byteCount: Int { plan.byteCount + 2 * bufferSamples * MemoryLayout<Sample>.stride }

  /// The partitions of each convolution, in the chain's order.
  public var partitionPlans: [PartitionPlan] { plan.partitionPlans }

  /// Frames between a sample in and the same sample out, beyond the block: none.
  public var addedLatencyFrames: Int { 0 }

  /// Renders one block.
  ///
  /// - Parameter input: `[inputCount][blockFrames]`, linear full scale = 1.
  /// - Parameter output: `[outputCount][blockFrames]`, overwritten. May not overlap the input.
  /// - Thread: audio.
  @_noLocks
  public mutating func render(
    _ input: UnsafePointer<Sample>, into output: UnsafeMutablePointer<Sample>
  ) {
    if stepCount == 0 {
      copy(input, to: output, count: outputCount * blockFrames)
      return
    }
    var source = input
    var index = 0
    while index < stepCount {
      let isLast = index == stepCount - 1
      let target = isLast ? output : buffers + (index & 1) * bufferSamples
      run(steps[index], source, into: target)
      source = UnsafePointer(target)
      index += 1
    }
  }

  /// Forgets all past input.
  ///
  /// - Thread: audio.
  @_noLocks
  public mutating func reset() {
    var index = 0
    while index < stepCount {
      if let convolver = steps[index].convolver { convolver.pointee.reset() }
      index += 1
    }
  }

  @_noLocks
  private func run(
    _ step: RenderStep, _ source: UnsafePointer<Sample>, into target: UnsafeMutablePointer<Sample>
  ) {
    route(step, source, into: target)
    guard let convolver = step.convolver else { return }
    var channel = 0
    while channel < convolver.pointee.inputCount {
      copy(
        source + step.inputs[channel] * blockFrames, to: step.before + channel * blockFrames,
        count: blockFrames)
      channel += 1
    }
    convolver.pointee.render(step.before, into: step.after)
    channel = 0
    while channel < convolver.pointee.outputCount {
      copy(
        step.after + channel * blockFrames, to: target + step.outputs[channel] * blockFrames,
        count: blockFrames)
      channel += 1
    }
  }

  /// Writes the sum of the terms to each channel; the first term is stored and not added to zero,
  /// so that a factor of 1 keeps every bit.
  @_noLocks
  private func route(
    _ step: RenderStep, _ source: UnsafePointer<Sample>, into target: UnsafeMutablePointer<Sample>
  ) {
    var term = 0
    var channel = 0
    while channel < step.channelCount {
      let place = target + channel * blockFrames
      if term == step.termCount || step.terms[term].output != channel {
        place.update(repeating: 0, count: blockFrames)
      }
      var isFirst = true
      while term < step.termCount && step.terms[term].output == channel {
        let from = source + step.terms[term].input * blockFrames
        let gain = step.terms[term].gain
        var frame = 0
        while frame < blockFrames {
          place[frame] = isFirst ? gain * from[frame] : place[frame] + gain * from[frame]
          frame += 1
        }
        isFirst = false
        term += 1
      }
      channel += 1
    }
  }

  /// `update(from:count:)` may free in general, so that the compiler's proof refuses it.
  @inline(__always) @_noLocks
  private func copy(
    _ from: UnsafePointer<Sample>, to: UnsafeMutablePointer<Sample>, count: Int
  ) {
    var index = 0
    while index < count {
      to[index] = from[index]
      index += 1
    }
  }
}

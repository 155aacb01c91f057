import Convolution

/// Blocks between the audio thread and the one that convolves a share of its outputs.
///
/// A ring of a few: one that is late catches up without the audio thread waiting for it.
struct ShareQueue {
  static var slotCount: Int { @_noLocks get { 4 } }

  /// `[slot][inputCount][blockFrames]`
  let inputs: UnsafeMutablePointer<Sample>
  /// `[slot][outputCount][blockFrames]`
  let outputs: UnsafeMutablePointer<Sample>
  /// Whether the past is to be forgotten before the slot's block.
  let beginsAnew: UnsafeMutablePointer<Bool>
  let inputSamples: Int
  let outputSamples: Int

  init(inputCount: Int, outputCount: Int, blockFrames: Int) {
    inputSamples = inputCount * blockFrames
    outputSamples = outputCount * blockFrames
    inputs = .allocate(capacity: Self.slotCount * inputSamples)
    inputs.initialize(repeating: 0, count: Self.slotCount * inputSamples)
    outputs = .allocate(capacity: Self.slotCount * outputSamples)
    outputs.initialize(repeating: 0, count: Self.slotCount * outputSamples)
    beginsAnew = .allocate(capacity: Self.slotCount)
    beginsAnew.initialize(repeating: false, count: Self.slotCount)
  }

  /// Thread: control, with neither end in use.
  func deallocate() {
    inputs.deallocate()
    outputs.deallocate()
    beginsAnew.deallocate()
  }
}

import Convolution
internal import Realtime

/// The audio thread's end of a share: posts blocks and takes what has become of them.
///
/// Thread: audio.
struct ShareClient: ~Copyable {
  private let queue: ShareQueue
  /// Channels of the whole matrix, in the order of the share's outputs.
  private let outputs: UnsafeMutablePointer<Int>
  private let outputCount: Int
  private let blockFrames: Int
  private let requested: PublishedCount
  private let done: PublishedCount
  private let wake: WakeSignal
  private var posted = 0
  /// Whether there was room for the present block.
  private(set) var isPosted = false
  private var beginsAnew = false

  init(
    _ queue: ShareQueue, outputs: [Int], blockFrames: Int, requested: consuming PublishedCount,
    done: consuming PublishedCount, wake: consuming WakeSignal
  ) {
    let places = UnsafeMutablePointer<Int>.allocate(capacity: outputs.count)
    places.initialize(from: outputs, count: outputs.count)
    self.queue = queue
    self.outputs = places
    outputCount = outputs.count
    self.blockFrames = blockFrames
    self.requested = requested
    self.done = done
    self.wake = wake
  }

  deinit { outputs.deallocate() }

  /// Hands a block over, unless the other end is so late that there is no room.
  @_noLocks
  mutating func post(_ input: UnsafePointer<Sample>) {
    isPosted = posted - done.value < ShareQueue.slotCount
    if !isPosted { return }
    let slot = posted % ShareQueue.slotCount
    copySamples(
      input, to: queue.inputs + slot * queue.inputSamples, count: queue.inputSamples)
    queue.beginsAnew[slot] = beginsAnew
    beginsAnew = false
    posted += 1
    requested.publish(posted)
    wake.signal()
  }

  /// Whether the present block is done.
  var isReady: Bool { @_noLocks get { isPosted && done.value >= posted } }

  /// Writes the share's outputs to their channels.
  ///
  /// - Parameter output: `[channel][blockFrames]` of the whole matrix.
  /// - Precondition: ``isReady``.
  @_noLocks
  func take(into output: UnsafeMutablePointer<Sample>) {
    let slot = (posted - 1) % ShareQueue.slotCount
    let source = queue.outputs + slot * queue.outputSamples
    var index = 0
    while index < outputCount {
      copySamples(
        source + index * blockFrames, to: output + outputs[index] * blockFrames,
        count: blockFrames)
      index += 1
    }
  }

  /// Writes silence in place of the share's outputs.
  @_noLocks
  func silence(_ output: UnsafeMutablePointer<Sample>) {
    var index = 0
    while index < outputCount {
      (output + outputs[index] * blockFrames).update(repeating: 0, count: blockFrames)
      index += 1
    }
  }

  /// Has the past forgotten before the next block.
  @_noLocks
  mutating func restart() { beginsAnew = true }
}

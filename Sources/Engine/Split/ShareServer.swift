import Convolution
internal import Realtime

/// The other end of a share: its convolver, on a thread of its own.
///
/// Thread: one at a time.
struct ShareServer: ~Copyable {
  private let queue: ShareQueue
  private var convolver: PartitionedConvolver
  private let requested: PublishedCount
  private let done: PublishedCount
  private let wake: WakeSignal
  private let stop: AtomicFlag
  private var served = 0

  init(
    _ queue: ShareQueue, bank: FilterBank, requested: consuming PublishedCount,
    done: consuming PublishedCount, wake: consuming WakeSignal, stop: consuming AtomicFlag
  ) {
    self.queue = queue
    convolver = PartitionedConvolver(bank)
    self.requested = requested
    self.done = done
    self.wake = wake
    self.stop = stop
  }

  /// Bytes of the convolver. Thread: control, before another serves.
  var byteCount: Int { convolver.byteCount }

  /// Convolves the oldest block that waits.
  ///
  /// - Returns: whether there was one.
  @_noLocks
  mutating func serve() -> Bool {
    if served == requested.value { return false }
    let slot = served % ShareQueue.slotCount
    if queue.beginsAnew[slot] { convolver.reset() }
    convolver.render(
      queue.inputs + slot * queue.inputSamples, into: queue.outputs + slot * queue.outputSamples)
    served += 1
    done.publish(served)
    return true
  }

  /// Serves until it is told to stop.
  mutating func run() {
    while !stop.isRaised {
      RealtimeSection.enter()
      let served = serve()
      RealtimeSection.exit()
      if !served { _ = wake.wait(timeoutNanoseconds: -1) }
    }
  }
}

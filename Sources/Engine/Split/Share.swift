import Convolution
internal import Realtime

/// Owns both ends of one share, and the thread that serves it.
///
/// Thread: made and freed off the audio thread, which follows ``client`` only.
final class Share {
  let client: UnsafeMutablePointer<ShareClient>
  /// Bytes of the share's convolver.
  let byteCount: Int
  private let server: UnsafeMutablePointer<ShareServer>
  private let queue: ShareQueue
  private let stop = AtomicFlag()
  private let wake: WakeSignal
  private var thread: RealtimeThread?

  /// A share that nobody serves yet.
  ///
  /// - Parameter outputs: channels of the whole matrix, in the order of the bank's outputs.
  /// - Throws: when the system has no event left.
  init(_ outputs: [Int], bank: FilterBank) throws(RealtimeError) {
    wake = try WakeSignal()
    queue = ShareQueue(
      inputCount: bank.inputCount, outputCount: bank.outputCount,
      blockFrames: bank.plan.blockFrames)
    let requested = PublishedCount(), done = PublishedCount()
    client = .allocate(capacity: 1)
    client.initialize(
      to: ShareClient(
        queue, outputs: outputs, blockFrames: bank.plan.blockFrames,
        requested: requested.share(), done: done.share(), wake: wake.share()))
    server = .allocate(capacity: 1)
    server.initialize(
      to: ShareServer(
        queue, bank: bank, requested: requested, done: done, wake: wake.share(),
        stop: stop.share()))
    byteCount = server.pointee.byteCount
  }

  deinit {
    stop.raise()
    wake.signal()
    // Waits for its end.
    thread = nil
    client.deinitialize(count: 1)
    client.deallocate()
    server.deinitialize(count: 1)
    server.deallocate()
    queue.deallocate()
  }

  /// Has a thread serve from now on.
  ///
  /// - Returns: how it is scheduled.
  /// - Throws: when the system has no thread left.
  func start(number: Int, priority: Int?) throws(RealtimeError) -> SchedulingOutcome {
    let place = Place(server: server)
    let thread = try RealtimeThread(.init(name: "outputs \(number)", priority: priority)) {
      place.server.pointee.run()
    }
    let scheduling = thread.scheduling
    self.thread = consume thread
    return scheduling
  }

  /// Convolves the oldest block that waits, and tells whether there was one. Not while a thread does.
  func serve() -> Bool { server.pointee.serve() }

  /// Sendable because the thread it is given to is the only one to follow it.
  private struct Place: @unchecked Sendable {
    let server: UnsafeMutablePointer<ShareServer>
  }
}

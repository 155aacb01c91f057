/// A queue of interleaved frames between one writing thread and one reading thread, lock-free.
///
/// Made whole, then taken apart: each end goes to its own thread, and the samples live until both
/// ends are gone.
///
///     let ring = FrameRing(capacityFrames: 4096, channelCount: 2)
///     let producer = ring.producer
///     let consumer = ring.consumer
///
/// Frames pass whole and in order, never torn. Neither end ever waits: a full ring takes fewer
/// frames than offered, an empty one gives fewer than asked, and the returned count says so.
@frozen
public struct FrameRing: ~Copyable, Sendable {
  /// The end that writes.
  public let producer: FrameProducer
  /// The end that reads.
  public let consumer: FrameConsumer

  /// An empty ring.
  ///
  /// - Parameter capacityFrames: frames it holds when full; a power of two.
  /// - Parameter channelCount: samples per frame, at least 1.
  /// - Thread: control.
  public init(capacityFrames: Int, channelCount: Int) {
    self.init(capacityFrames: capacityFrames, channelCount: channelCount, firstFrame: 0)
  }

  /// An empty ring whose counters start at `firstFrame`, so that a test can cross their wrap, which
  /// a running stream reaches after millions of years.
  init(capacityFrames: Int, channelCount: Int, firstFrame: UInt) {
    let storage = FrameRingStorage(
      capacityFrames: capacityFrames, channelCount: channelCount, firstFrame: firstFrame)
    producer = FrameProducer(storage, firstFrame: firstFrame)
    consumer = FrameConsumer(storage, firstFrame: firstFrame)
  }
}

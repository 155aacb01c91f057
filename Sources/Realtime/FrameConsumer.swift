import Synchronization

/// The reading end of a ``FrameRing``. One thread at a time owns it.
public struct FrameConsumer: ~Copyable, @unchecked Sendable {
  private let samples: UnsafeMutablePointer<Float>
  private let written: UnsafeMutablePointer<Atomic<UInt>>
  private let consumed: UnsafeMutablePointer<Atomic<UInt>>
  private let mask: UInt
  /// This end's own counter, of which `consumed` is the published copy.
  private var next: UInt
  /// The producer's counter when it was last looked at. It only grows, so the level computed from
  /// it is never too large, and the shared cache line is read only when that level is too small.
  private var lastWritten: UInt
  /// Frames that the ring holds when full.
  public let capacityFrames: Int
  /// Samples per frame.
  public let channelCount: Int
  /// Keeps the memory behind the pointers.
  private let storage: FrameRingStorage

  init(_ storage: FrameRingStorage, firstFrame: UInt) {
    samples = storage.samples
    written = storage.written
    consumed = storage.consumed
    capacityFrames = storage.capacityFrames
    channelCount = storage.channelCount
    mask = UInt(storage.capacityFrames - 1)
    next = firstFrame
    lastWritten = firstFrame
    self.storage = storage
  }

  /// Frames that can be read now. The writer can only make it more.
  ///
  /// - Thread: the owner's. Complexity: one acquiring load.
  public var readableFrames: Int {
    @_noLocks mutating get {
      // Pairs with the producer's releasing store in `FrameProducer.commit`: the samples below the
      // count were written before it.
      lastWritten = written.pointee.load(ordering: .acquiring)
      return level
    }
  }

  /// Up to `frames` frames in place, oldest first; they stay in the ring until ``discard(_:)``.
  ///
  /// Fewer when the ring does not hold as many.
  ///
  /// - Thread: the owner's. Complexity: at most one acquiring load.
  @_noLocks
  public mutating func peek(_ frames: Int) -> FrameSpans {
    precondition(frames >= 0, "A ring cannot show a negative number of frames.")
    let shown = level >= frames ? frames : min(frames, readableFrames)
    return FrameSpans(
      samples: samples, capacityFrames: capacityFrames, channelCount: channelCount,
      position: Int(bitPattern: next & mask), frames: shown)
  }

  /// Drops up to `frames` of the oldest frames, as many as there are, and returns how many.
  ///
  /// - Thread: the owner's. Complexity: one releasing store.
  @_noLocks
  @discardableResult
  public mutating func discard(_ frames: Int) -> Int {
    precondition(frames >= 0, "A ring cannot discard a negative number of frames.")
    let dropped = level >= frames ? frames : min(frames, readableFrames)
    next &+= UInt(bitPattern: dropped)
    // Pairs with the acquiring load in `FrameProducer.writableFrames`: a writer that sees this count
    // overwrites only samples that were read before it.
    consumed.pointee.store(next, ordering: .releasing)
    return dropped
  }

  /// Moves `frames` interleaved frames out, or as many as there are, and returns how many.
  ///
  /// - Parameter destination: `[frames][channelCount]`; untouched beyond the frames returned.
  /// - Thread: the owner's. Complexity: one copy of the samples.
  @_noLocks
  public mutating func read(into destination: UnsafeMutablePointer<Float>, frames: Int) -> Int {
    let spans = peek(frames)
    if let start = spans.first.baseAddress {
      destination.copySamples(from: start, count: spans.first.count)
    }
    if let start = spans.second.baseAddress {
      (destination + spans.first.count).copySamples(from: start, count: spans.second.count)
    }
    return discard(spans.frames)
  }

  /// The level by the last sight of the writer's counter. The difference is right across the wrap.
  private var level: Int {
    @_noLocks get { Int(bitPattern: lastWritten &- next) }
  }
}

import Synchronization

/// The writing end of a ``FrameRing``. One thread at a time owns it.
public struct FrameProducer: ~Copyable, @unchecked Sendable {
  private let samples: UnsafeMutablePointer<Float>
  private let written: UnsafeMutablePointer<Atomic<UInt>>
  private let consumed: UnsafeMutablePointer<Atomic<UInt>>
  private let mask: UInt
  /// This end's own counter, of which `written` is the published copy.
  private var next: UInt
  /// The consumer's counter when it was last looked at. It only grows, so the room computed from it
  /// is never too large, and the shared cache line is read only when that room is too small.
  private var lastConsumed: UInt
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
    lastConsumed = firstFrame
    self.storage = storage
  }

  /// Frames that can be written now. The reader can only make it more.
  ///
  /// - Thread: the owner's. Complexity: one acquiring load.
  public var writableFrames: Int {
    @_noLocks mutating get {
      // Pairs with the consumer's releasing store in `FrameConsumer.discard`: what it has read
      // before that store may be overwritten after this load.
      lastConsumed = consumed.pointee.load(ordering: .acquiring)
      return room
    }
  }

  /// Room for up to `frames` frames, to be filled in place and then published by ``commit(_:)``.
  ///
  /// Fewer when the ring is too full. Nothing changes for the reader before the commit.
  ///
  /// - Thread: the owner's. Complexity: at most one acquiring load.
  @_noLocks
  public mutating func reserve(_ frames: Int) -> FrameSpans {
    precondition(frames >= 0, "A ring cannot reserve a negative number of frames.")
    let offered = room >= frames ? frames : min(frames, writableFrames)
    return FrameSpans(
      samples: samples, capacityFrames: capacityFrames, channelCount: channelCount,
      position: Int(bitPattern: next & mask), frames: offered)
  }

  /// Publishes the first `frames` frames of what was reserved last.
  ///
  /// - Precondition: not more than were reserved.
  /// - Thread: the owner's. Complexity: one releasing store.
  @_noLocks
  public mutating func commit(_ frames: Int) {
    precondition(
      frames >= 0 && frames <= room, "More frames were committed than the ring had room for.")
    next &+= UInt(bitPattern: frames)
    // Pairs with the acquiring load in `FrameConsumer.readableFrames`: a reader that sees this count
    // sees the samples below it.
    written.pointee.store(next, ordering: .releasing)
  }

  /// Copies `frames` interleaved frames in, or as many as there is room for, and returns how many.
  ///
  /// - Parameter source: `[frames][channelCount]`.
  /// - Thread: the owner's. Complexity: one copy of the samples.
  @_noLocks
  public mutating func write(_ source: UnsafePointer<Float>, frames: Int) -> Int {
    let spans = reserve(frames)
    if let start = spans.first.baseAddress {
      start.copySamples(from: source, count: spans.first.count)
    }
    if let start = spans.second.baseAddress {
      start.copySamples(from: source + spans.first.count, count: spans.second.count)
    }
    commit(spans.frames)
    return spans.frames
  }

  /// Writes up to `frames` frames of silence, as many as there is room for, and returns how many.
  ///
  /// - Thread: the owner's.
  @_noLocks
  public mutating func writeSilence(_ frames: Int) -> Int {
    let spans = reserve(frames)
    spans.first.update(repeating: 0)
    spans.second.update(repeating: 0)
    commit(spans.frames)
    return spans.frames
  }

  /// The room by the last sight of the reader's counter. The difference is right across the wrap.
  private var room: Int {
    @_noLocks get { capacityFrames - Int(bitPattern: next &- lastConsumed) }
  }
}

import Synchronization

/// Something that an audio thread noticed, of a fixed size: what it means is its receiver's business.
public struct AudioEvent: Equatable, Sendable {
  public var kind: Int
  /// Frames, an errno or whatever goes with the kind.
  public var value: Int
  /// When, in nanoseconds of the monotonic clock.
  public var nanoseconds: Int

  public init(kind: Int, value: Int, nanoseconds: Int) {
    self.kind = kind
    self.value = value
    self.nanoseconds = nanoseconds
  }
}

/// Events on their way from one audio thread to one other, oldest first.
///
/// A full queue takes no more and counts what it refused: the audio thread never waits. A handle:
/// ``share()`` gives another onto the same queue. Sendable because every cell is an atomic.
public struct EventQueue: ~Copyable, @unchecked Sendable {
  /// Events that wait at most.
  public static var capacity: Int { @_noLocks get { 128 } }

  private static var cellsPerEvent: Int { @_noLocks get { 3 } }
  private static var postedCell: Int { @_noLocks get { capacity &* cellsPerEvent } }
  private static var takenCell: Int { @_noLocks get { postedCell &+ 1 } }
  private static var refusedCell: Int { @_noLocks get { postedCell &+ 2 } }

  private let cells: UnsafeMutablePointer<Atomic<Int>>
  private let storage: AtomicCells

  /// An empty queue.
  public init() { self.init(AtomicCells(count: Self.refusedCell + 1)) }

  private init(_ storage: AtomicCells) {
    self.storage = storage
    cells = storage.cells
  }

  /// Another handle onto the same queue. Thread: any but audio.
  public borrowing func share() -> EventQueue { EventQueue(storage) }

  /// Events that did not fit. Thread: any.
  public var refusedCount: Int {
    @_noLocks get { cells[Self.refusedCell].load(ordering: .relaxed) }
  }

  /// Puts an event in, or counts it as refused. Thread: audio, always the same one.
  @_noLocks
  public borrowing func post(_ event: AudioEvent) {
    let posted = cells[Self.postedCell].load(ordering: .relaxed)
    // Pairs with the releasing store in `take`: a slot seen as free has been read.
    let taken = cells[Self.takenCell].load(ordering: .acquiring)
    if posted &- taken >= Self.capacity {
      cells[Self.refusedCell].wrappingAdd(1, ordering: .relaxed)
      return
    }
    let slot = Self.slot(posted)
    cells[slot].store(event.kind, ordering: .relaxed)
    cells[slot &+ 1].store(event.value, ordering: .relaxed)
    cells[slot &+ 2].store(event.nanoseconds, ordering: .relaxed)
    // Pairs with the acquiring load in `take`.
    cells[Self.postedCell].store(posted &+ 1, ordering: .releasing)
  }

  /// The oldest event, if any. Thread: the receiving one.
  public borrowing func take() -> AudioEvent? {
    let taken = cells[Self.takenCell].load(ordering: .relaxed)
    // Pairs with the releasing store in `post`.
    if cells[Self.postedCell].load(ordering: .acquiring) == taken { return nil }
    let slot = Self.slot(taken)
    let event = AudioEvent(
      kind: cells[slot].load(ordering: .relaxed), value: cells[slot + 1].load(ordering: .relaxed),
      nanoseconds: cells[slot + 2].load(ordering: .relaxed))
    // Pairs with the acquiring load in `post`.
    cells[Self.takenCell].store(taken &+ 1, ordering: .releasing)
    return event
  }

  @_noLocks
  private static func slot(_ count: Int) -> Int { (count & (capacity &- 1)) &* cellsPerEvent }
}

import Synchronization

/// Objects that the audio thread has done with, on their way to be freed elsewhere.
///
/// One audio thread retires, one other thread collects. A handle: ``share()`` gives another onto the
/// same queue. Sendable because every cell is an atomic.
public struct RetireQueue: ~Copyable, @unchecked Sendable {
  /// Objects that wait at most.
  public static let capacity = 16

  /// `capacity` pointers, then the counts of objects retired and collected.
  private let cells: UnsafeMutablePointer<Atomic<Int>>
  private let storage: AtomicCells
  private static var retiredCell: Int { @_noLocks get { 16 } }
  private static var collectedCell: Int { @_noLocks get { 17 } }

  /// An empty queue.
  public init() { self.init(AtomicCells(count: Self.capacity + 2)) }

  private init(_ storage: AtomicCells) {
    self.storage = storage
    cells = storage.cells
  }

  /// Another handle onto the same queue. Thread: any but audio.
  public borrowing func share() -> RetireQueue { RetireQueue(storage) }

  /// How many more objects can be retired. Thread: audio.
  public var room: Int {
    @_noLocks get {
      // Pairs with the releasing store in `collect`: a slot seen as free has been read.
      let collected = cells[Self.collectedCell].load(ordering: .acquiring)
      return 16 - (cells[Self.retiredCell].load(ordering: .relaxed) - collected)
    }
  }

  /// Hands over one reference to an object.
  ///
  /// - Precondition: there is room.
  /// - Thread: audio.
  @_noLocks
  public borrowing func retire(_ object: UnsafeMutableRawPointer) {
    precondition(room > 0)
    let retired = cells[Self.retiredCell].load(ordering: .relaxed)
    cells[retired & 15].store(Int(bitPattern: object), ordering: .relaxed)
    // Pairs with the acquiring load in `collect`.
    cells[Self.retiredCell].store(retired + 1, ordering: .releasing)
  }

  /// The oldest object retired, if any; the caller releases it. Thread: the collecting one.
  public borrowing func collect() -> UnsafeMutableRawPointer? {
    let collected = cells[Self.collectedCell].load(ordering: .relaxed)
    // Pairs with the releasing store in `retire`.
    if cells[Self.retiredCell].load(ordering: .acquiring) == collected { return nil }
    let object = cells[collected & 15].load(ordering: .relaxed)
    // Pairs with the acquiring load in `room`.
    cells[Self.collectedCell].store(collected + 1, ordering: .releasing)
    return UnsafeMutableRawPointer(bitPattern: object)
  }
}

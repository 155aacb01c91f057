import Synchronization

/// How much one thread has made ready for another.
///
/// A handle: ``share()`` gives another onto the same count, which lives until the last is gone.
/// Sendable because the count is an atomic.
public struct PublishedCount: ~Copyable, @unchecked Sendable {
  private let cell: UnsafeMutablePointer<Atomic<Int>>
  private let storage: AtomicCells

  /// A count of none.
  public init() {
    self.init(AtomicCells(count: 1))
  }

  private init(_ storage: AtomicCells) {
    self.storage = storage
    cell = storage.cells
  }

  /// Another handle onto the same count. Thread: any but audio.
  public borrowing func share() -> PublishedCount { PublishedCount(storage) }

  /// The count. Sees all that the publishing thread wrote before it published it. Thread: any.
  public var value: Int {
    // Pairs with the releasing store in `publish`.
    @_noLocks get { cell.pointee.load(ordering: .acquiring) }
  }

  /// Makes a count known. Thread: one at a time.
  @_noLocks
  public borrowing func publish(_ count: Int) {
    // Pairs with the acquiring load in `value`.
    cell.pointee.store(count, ordering: .releasing)
  }
}

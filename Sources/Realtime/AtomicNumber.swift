import Synchronization

/// One number that one thread sets and another reads.
///
/// A handle: ``share()`` gives another onto the same number, which lives until the last is gone.
/// Sendable because the number is an atomic.
public struct AtomicNumber: ~Copyable, @unchecked Sendable {
  private let cell: UnsafeMutablePointer<Atomic<Int>>
  private let storage: AtomicCells

  public init(_ value: Int) {
    self.init(AtomicCells(count: 1))
    set(value)
  }

  private init(_ storage: AtomicCells) {
    self.storage = storage
    cell = storage.cells
  }

  /// Another handle onto the same number. Thread: any but audio.
  public borrowing func share() -> AtomicNumber { AtomicNumber(storage) }

  /// The number. Says nothing about other memory. Thread: any.
  public var value: Int {
    @_noLocks get { cell.pointee.load(ordering: .relaxed) }
  }

  /// Thread: any.
  @_noLocks
  public borrowing func set(_ value: Int) { cell.pointee.store(value, ordering: .relaxed) }
}

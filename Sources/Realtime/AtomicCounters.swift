import Synchronization

/// A row of numbers that audio threads count up and others read.
///
/// A handle: ``share()`` gives another onto the same numbers, which live until the last is gone.
/// Sendable because the numbers are atomics.
public struct AtomicCounters: ~Copyable, @unchecked Sendable {
  private let cells: UnsafeMutablePointer<Atomic<Int>>
  private let count: Int
  private let storage: AtomicCells

  /// So many counters at zero.
  public init(count: Int) {
    precondition(count > 0)
    self.init(AtomicCells(count: count), count: count)
  }

  private init(_ storage: AtomicCells, count: Int) {
    self.storage = storage
    self.count = count
    cells = storage.cells
  }

  /// Another handle onto the same numbers. Thread: any but audio.
  public borrowing func share() -> AtomicCounters { AtomicCounters(storage, count: count) }

  /// The count so far of one counter. Says nothing about other memory. Thread: any.
  public subscript(index: Int) -> Int {
    @_noLocks get {
      precondition(index >= 0 && index < count)
      return cells[index].load(ordering: .relaxed)
    }
  }

  /// Counts `amount` more. Thread: any, several at once allowed.
  @_noLocks
  public borrowing func add(_ amount: Int = 1, to index: Int) {
    precondition(index >= 0)
    precondition(index < count)
    cells[index].wrappingAdd(amount, ordering: .relaxed)
  }
}

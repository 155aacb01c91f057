import Synchronization

/// A number that audio threads count up and others read: xruns, dropped frames, blocks.
///
/// A handle: ``share()`` gives another onto the same number, which lives until the last is gone.
/// Sendable because the number is an atomic.
public struct AtomicCounter: ~Copyable, @unchecked Sendable {
  private let cell: UnsafeMutablePointer<Atomic<Int>>
  private let storage: AtomicCells

  /// A counter at zero.
  public init() {
    self.init(AtomicCells(count: 1))
  }

  private init(_ storage: AtomicCells) {
    self.storage = storage
    cell = storage.cells
  }

  /// Another handle onto the same number. Thread: any but audio.
  public borrowing func share() -> AtomicCounter {
    AtomicCounter(storage)
  }

  /// The count so far. Says nothing about other memory: it is a number to show, not a flag to act
  /// on.
  ///
  /// - Thread: any.
  public var value: Int {
    @_noLocks get { cell.pointee.load(ordering: .relaxed) }
  }

  /// Counts `amount` more.
  ///
  /// - Thread: any, several at once allowed.
  @_noLocks
  public borrowing func add(_ amount: Int = 1) {
    cell.pointee.wrappingAdd(amount, ordering: .relaxed)
  }
}

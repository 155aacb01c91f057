import Synchronization

/// A yes or no that one thread raises and another acts on: stop, mute, ready.
///
/// A handle: ``share()`` gives another onto the same flag, which lives until the last is gone.
/// Sendable because the flag is an atomic.
public struct AtomicFlag: ~Copyable, @unchecked Sendable {
  private let cell: UnsafeMutablePointer<Atomic<Int>>
  private let storage: AtomicCells

  /// A lowered flag.
  public init() {
    self.init(AtomicCells(count: 1))
  }

  private init(_ storage: AtomicCells) {
    self.storage = storage
    cell = storage.cells
  }

  /// Another handle onto the same flag. Thread: any but audio.
  public borrowing func share() -> AtomicFlag {
    AtomicFlag(storage)
  }

  /// Whether it is raised. Sees all that the raising thread wrote before it raised the flag.
  ///
  /// - Thread: any.
  public var isRaised: Bool {
    // Pairs with the releasing stores in `raise` and `lower`.
    @_noLocks get { cell.pointee.load(ordering: .acquiring) != 0 }
  }

  /// Raises it. Thread: any.
  @_noLocks
  public borrowing func raise() {
    // Pairs with the acquiring load in `isRaised`.
    cell.pointee.store(1, ordering: .releasing)
  }

  /// Lowers it. Thread: any.
  @_noLocks
  public borrowing func lower() {
    // Pairs with the acquiring load in `isRaised`.
    cell.pointee.store(0, ordering: .releasing)
  }
}

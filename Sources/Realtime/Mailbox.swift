import Synchronization

/// One pointer on its way from one thread to another: the newest wins.
///
/// A handle: ``share()`` gives another onto the same slot. Sendable because the slot is an atomic;
/// what the pointer leads to belongs to whoever holds the pointer.
public struct Mailbox: ~Copyable, @unchecked Sendable {
  private let cell: UnsafeMutablePointer<Atomic<Int>>
  private let storage: AtomicCells

  /// An empty slot.
  public init() { self.init(AtomicCells(count: 1)) }

  private init(_ storage: AtomicCells) {
    self.storage = storage
    cell = storage.cells
  }

  /// Another handle onto the same slot. Thread: any but audio.
  public borrowing func share() -> Mailbox { Mailbox(storage) }

  /// Puts a pointer in; gives back one that was never taken, which is the caller's again.
  ///
  /// - Thread: any.
  @_noLocks
  public borrowing func post(_ pointer: UnsafeMutableRawPointer) -> UnsafeMutableRawPointer? {
    // Releases what the pointer leads to, to the acquiring exchange in `take`; acquires the
    // returned pointer's past, which the last `post` released.
    let old = cell.pointee.exchange(Int(bitPattern: pointer), ordering: .acquiringAndReleasing)
    return UnsafeMutableRawPointer(bitPattern: old)
  }

  /// Takes the pointer out.
  ///
  /// - Thread: any.
  @_noLocks
  public borrowing func take() -> UnsafeMutableRawPointer? {
    // A plain load first: an empty slot is the rule, and costs no exclusive access.
    if cell.pointee.load(ordering: .relaxed) == 0 { return nil }
    // Pairs with the release in `post`.
    return UnsafeMutableRawPointer(bitPattern: cell.pointee.exchange(0, ordering: .acquiring))
  }
}

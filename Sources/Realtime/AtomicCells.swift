import Synchronization

/// Memory for numbers that threads share, alone on its cache lines, kept by the handles onto it.
///
/// The handles (``AtomicCounter`` and its like) are not copyable and read only the pointer. The
/// compiler can then prove that an audio thread counts no references, which it cannot for an object:
/// calling a method of an object held in a field retains it, by the letter of `@_noLocks`.
///
/// Sendable because every cell is an atomic.
final class AtomicCells: @unchecked Sendable {
  /// All zero at first.
  let cells: UnsafeMutablePointer<Atomic<Int>>
  private let count: Int
  private let memory: UnsafeMutableRawPointer

  init(count: Int) {
    // Two cache lines, as in `FrameRingStorage`: no neighbour is slowed down by our stores.
    let line = 128
    let bytes = count * MemoryLayout<Atomic<Int>>.stride
    memory = .allocate(byteCount: (bytes + line - 1) / line * line, alignment: line)
    cells = memory.bindMemory(to: Atomic<Int>.self, capacity: count)
    for cell in 0..<count { (cells + cell).initialize(to: Atomic(0)) }
    self.count = count
  }

  deinit {
    cells.deinitialize(count: count)
    memory.deallocate()
  }
}

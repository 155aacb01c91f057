internal import Synchronization

/// The newest ``CapturePoint``, from the capture thread to the one that runs the loop.
///
/// Frames and time travel as one 128-bit word, so they always belong together. A handle:
/// ``share()`` gives another onto the same cell, which lives until the last is gone. Sendable because
/// the cell is an atomic.
public struct CapturePointCell: ~Copyable, @unchecked Sendable {
  private let cell: UnsafeMutablePointer<Atomic<WordPair>>
  private let storage: Storage

  /// A cell without a point. Thread: control.
  public init() { self.init(Storage()) }

  private init(_ storage: Storage) {
    self.storage = storage
    cell = storage.cell
  }

  /// Another handle onto the same cell. Thread: any but audio.
  public borrowing func share() -> CapturePointCell { CapturePointCell(storage) }

  /// Says where the device is. Thread: the capture device's.
  @_noLocks
  public borrowing func set(_ point: CapturePoint) {
    store(UInt(bitPattern: point.frames), UInt(bitPattern: Int(point.nanoseconds)))
  }

  /// Says that the device stands still, so that no old point is taken for a new one.
  @_noLocks
  public borrowing func clear() { store(0, 0) }

  /// Where the device was last; `nil` before the first point. Thread: any.
  public var point: CapturePoint? {
    @_noLocks get {
      let pair = cell.pointee.load(ordering: .relaxed)
      // No device has moved at the time of the machine's start.
      if pair.second == 0 { return nil }
      return CapturePoint(
        frames: Int(bitPattern: pair.first), nanoseconds: Int64(Int(bitPattern: pair.second)))
    }
  }

  /// Relaxed: the numbers say nothing about other memory.
  @_noLocks
  private borrowing func store(_ frames: UInt, _ nanoseconds: UInt) {
    cell.pointee.store(WordPair(first: frames, second: nanoseconds), ordering: .relaxed)
  }

  /// The cell's memory, alone on its cache lines.
  private final class Storage: @unchecked Sendable {
    let cell: UnsafeMutablePointer<Atomic<WordPair>>
    private let memory: UnsafeMutableRawPointer

    init() {
      memory = .allocate(byteCount: 128, alignment: 128)
      cell = memory.bindMemory(to: Atomic<WordPair>.self, capacity: 1)
      cell.initialize(to: Atomic(WordPair(first: 0, second: 0)))
    }

    deinit {
      cell.deinitialize(count: 1)
      memory.deallocate()
    }
  }
}

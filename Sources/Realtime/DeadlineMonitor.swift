import Synchronization

/// How long an audio thread takes for its blocks, against the time it has.
///
/// One audio thread records; any other may take a ``Snapshot`` meanwhile, which costs the audio
/// thread nothing. A snapshot may miss a part of the block that is being recorded.
///
/// A handle: ``share()`` gives another onto the same monitor, which lives until the last is gone.
/// Sendable because every cell is an atomic.
public struct DeadlineMonitor: ~Copyable, @unchecked Sendable {
  /// Nanoseconds from one block to the next: what a block may take at most.
  public let periodNanoseconds: Int

  /// Blocks by duration, then the sums. All cells are stored by the audio thread alone, therefore by
  /// plain load and store, and are numbers to show, therefore relaxed.
  private let cells: UnsafeMutablePointer<Atomic<Int>>
  private let storage: AtomicCells

  private static var totalCell: Int { @_noLocks get { DurationHistogram.bucketCount } }
  private static var worstCell: Int { @_noLocks get { DurationHistogram.bucketCount + 1 } }
  private static var lateCell: Int { @_noLocks get { DurationHistogram.bucketCount + 2 } }
  private static let cellCount = DurationHistogram.bucketCount + 3

  /// A monitor that has seen no block.
  ///
  /// - Precondition: the period is above 0.
  /// - Thread: control.
  public init(periodNanoseconds: Int) {
    precondition(periodNanoseconds > 0, "A period must be longer than 0 ns.")
    self.init(AtomicCells(count: Self.cellCount), periodNanoseconds: periodNanoseconds)
  }

  private init(_ storage: AtomicCells, periodNanoseconds: Int) {
    self.storage = storage
    cells = storage.cells
    self.periodNanoseconds = periodNanoseconds
  }

  /// Another handle onto the same monitor. Thread: any but audio.
  public borrowing func share() -> DeadlineMonitor {
    DeadlineMonitor(storage, periodNanoseconds: periodNanoseconds)
  }

  /// Counts one block.
  ///
  /// - Thread: the one audio thread. Complexity: four loads and stores.
  @_noLocks
  public borrowing func record(nanoseconds: Int) {
    add(1, to: DurationHistogram.bucket(ofNanoseconds: nanoseconds))
    add(nanoseconds, to: Self.totalCell)
    if nanoseconds > periodNanoseconds { add(1, to: Self.lateCell) }
    if nanoseconds > value(Self.worstCell) {
      cells[Self.worstCell].store(nanoseconds, ordering: .relaxed)
    }
  }

  /// What was recorded so far.
  ///
  /// - Thread: any but audio; allocates.
  public borrowing func snapshot() -> Snapshot {
    var buckets: [Int] = []
    for bucket in 0..<DurationHistogram.bucketCount { buckets.append(value(bucket)) }
    return Snapshot(
      periodNanoseconds: periodNanoseconds,
      buckets: buckets,
      totalNanoseconds: value(Self.totalCell),
      worstNanoseconds: value(Self.worstCell),
      lateCount: value(Self.lateCell))
  }

  @_noLocks
  private borrowing func add(_ amount: Int, to cell: Int) {
    cells[cell].store(value(cell) &+ amount, ordering: .relaxed)
  }

  @_noLocks
  private borrowing func value(_ cell: Int) -> Int {
    cells[cell].load(ordering: .relaxed)
  }
}

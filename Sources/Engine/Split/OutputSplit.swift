/// How the outputs of large convolutions are shared among threads.
///
/// Each thread transforms all inputs for itself and shares nothing with the others: the samples are
/// those of one thread, bit by bit. It pays for matrices whose block takes several times as long as
/// waking a thread.
public struct OutputSplit: Equatable, Sendable {
  /// Threads, the audio thread among them: no more than there are processors for them.
  public var threadCount: Int
  /// The SCHED_FIFO priority of the others, 1 to 99; `nil` asks for none.
  public var priority: Int?
  /// How long from a block's begin the audio thread may wait for the others' outputs, by spinning.
  /// Outputs that are not there by then are silent for this block, which is counted.
  public var patienceNanoseconds: Int
  /// A convolution is split where a block of it takes longer than this, by the planner's foresight. A
  /// wake and a wait take some 5 to 50 µs.
  public var worthNanoseconds = 100_000.0

  /// - Precondition: at least one thread.
  public init(threadCount: Int, priority: Int?, patienceNanoseconds: Int) {
    precondition(threadCount > 0, "Outputs are rendered by one thread at least.")
    self.threadCount = threadCount
    self.priority = priority
    self.patienceNanoseconds = patienceNanoseconds
  }

  /// All on the audio thread.
  public static let none = OutputSplit(threadCount: 1, priority: nil, patienceNanoseconds: 0)
}

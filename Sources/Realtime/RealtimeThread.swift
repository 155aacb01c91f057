import Glibc

/// A thread that is prepared for audio before its body runs.
///
/// On the new thread: the name is set, denormals are flushed to zero, the stack is in memory, and
/// signals are blocked so that handlers run elsewhere. A realtime priority is asked for; when it is
/// refused the thread runs anyway, and ``scheduling`` says why.
///
/// The thread never outlives this value, unless it is told to ``leave()``: dropping it waits for the
/// body's end, as ``join()`` does.
public struct RealtimeThread: ~Copyable, Sendable {
  /// What the thread is given before its body runs.
  public struct Configuration: Equatable, Sendable {
    /// Shown by top and gdb, which keep the first 15 bytes.
    public var name: String
    /// The SCHED_FIFO priority to ask for, 1 to 99; `nil` asks for none.
    public var priority: Int?
    /// Stack size; raised to the system's minimum when below it.
    public var stackBytes: Int

    /// - Parameter stackBytes: the default holds the deepest audio call chain many times over and
    ///   costs little when locked into memory.
    public init(name: String, priority: Int?, stackBytes: Int = 512 * 1024) {
      precondition(
        priority.map { (1...99).contains($0) } ?? true,
        "A realtime priority must be between 1 and 99.")
      self.name = name
      self.priority = priority
      self.stackBytes = max(stackBytes, 64 * 1024)
    }
  }

  /// What the kernel granted.
  public let scheduling: SchedulingOutcome
  private let handle: pthread_t
  private var isLeft = false

  /// Starts `body` on a new thread and returns once that thread is prepared.
  ///
  /// - Parameter body: must end by itself, for instance when a flag is set: threads are not stopped
  ///   from outside. A closure written in `main` or in an actor must be marked `@Sendable`, or it
  ///   traps on this thread.
  /// - Throws: ``RealtimeError`` when the system has no thread left; retrying does not help soon.
  /// - Thread: control.
  public init(
    _ configuration: Configuration, body: @escaping @Sendable () -> Void
  ) throws(RealtimeError) {
    let start = try ThreadStart.begin(configuration, body: body)
    handle = start.handle
    scheduling = start.scheduling
  }

  /// Waits for the end of the body.
  ///
  /// - Thread: any other; blocks.
  public consuming func join() {}

  /// Lets it run on by itself, to the end of its body or of the process, whichever comes first.
  ///
  /// For a body that waits for what may never come. Thread: any but audio; does not wait.
  public consuming func leave() { isLeft = true }

  deinit {
    if isLeft { pthread_detach(handle) } else { pthread_join(handle, nil) }
  }
}

internal import CRealtime
internal import Glibc

/// What a new thread finds: its preparation, its body, and where to report.
///
/// Sendable because `granted` is written by the new thread before, and read by its creator after,
/// the semaphore.
final class ThreadEntry: @unchecked Sendable {
  private let name: String
  private let prefaultBytes: Int
  private let body: @Sendable () -> Void
  private var granted = crt_scheduling()
  private let prepared: UnsafeMutablePointer<sem_t>

  init(_ configuration: RealtimeThread.Configuration, body: @escaping @Sendable () -> Void) {
    name = configuration.name
    // The rest is left for the frames already in use, thread-local storage and the guard page.
    prefaultBytes = configuration.stackBytes / 2
    self.body = body
    prepared = .allocate(capacity: 1)
    sem_init(prepared, 0, 0)
  }

  deinit {
    sem_destroy(prepared)
    prepared.deallocate()
  }

  /// The thread's main function; its argument is a retained entry. Not a closure in a generic
  /// context: the compiler crashes on those.
  static let main: @convention(c) (UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? = {
    guard let argument = $0 else { return nil }
    Unmanaged<ThreadEntry>.fromOpaque(argument).takeRetainedValue().run()
    return nil
  }

  /// Waits until the new thread is prepared, and returns its scheduling. Thread: the creator's.
  func awaitPrepared() -> crt_scheduling {
    // An interrupted wait is taken up again.
    while sem_wait(prepared) != 0 {}
    return granted
  }

  private func run() {
    _ = crt_thread_set_name(name)
    crt_flush_to_zero_enable()
    crt_stack_prefault(prefaultBytes)
    granted = crt_thread_scheduling()
    sem_post(prepared)
    body()
  }
}

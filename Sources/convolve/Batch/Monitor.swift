internal import Glibc

/// State that several threads change in turn, and wait for one another's changes of.
///
/// Thread: any.
@safe final class Monitor<State>: @unchecked Sendable {
  // `@unchecked`: only read and written with the mutex held.
  private var state: State
  private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
  private let change = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)

  init(_ state: sending State) {
    self.state = state
    unsafe pthread_mutex_init(mutex, nil)
    unsafe pthread_cond_init(change, nil)
  }

  deinit {
    unsafe pthread_cond_destroy(change)
    unsafe pthread_mutex_destroy(mutex)
    unsafe change.deallocate()
    unsafe mutex.deallocate()
  }

  /// Changes the state and wakes those who wait.
  func change<Result>(_ body: (inout State) -> sending Result) -> sending Result {
    unsafe pthread_mutex_lock(mutex)
    defer { unsafe pthread_mutex_unlock(mutex) }
    unsafe pthread_cond_broadcast(change)
    return body(&state)
  }

  /// Waits until `body` gives something, which it is asked for after each change.
  func await<Result>(_ body: (inout State) -> sending Result?) -> sending Result {
    unsafe pthread_mutex_lock(mutex)
    defer { unsafe pthread_mutex_unlock(mutex) }
    while true {
      if let result = body(&state) {
        unsafe pthread_cond_broadcast(change)
        return result
      }
      unsafe pthread_cond_wait(change, mutex)
    }
  }

  /// The same, but no longer than a tenth of a second; `nil` when it gave nothing.
  func awaitBriefly<Result>(_ body: (inout State) -> sending Result?) -> sending Result? {
    unsafe pthread_mutex_lock(mutex)
    defer { unsafe pthread_mutex_unlock(mutex) }
    if let result = body(&state) { return result }
    var end = timespec()
    unsafe clock_gettime(CLOCK_REALTIME, &end)
    end.tv_nsec += 100_000_000
    if end.tv_nsec >= 1_000_000_000 {
      end.tv_nsec -= 1_000_000_000
      end.tv_sec += 1
    }
    unsafe pthread_cond_timedwait(change, mutex, &end)
    return body(&state)
  }
}

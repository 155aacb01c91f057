import Glibc

/// A value behind a lock, and a way to wait for what other threads do to it.
///
/// Sendable because the value is touched under the lock only.
final class LiveMonitor<Value>: @unchecked Sendable {
  private var value: Value
  private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
  private let change = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)

  /// No wait lasts longer: what is waited for happens at once or never.
  private static var secondsAtMost: Int { 20 }

  init(_ value: Value) {
    self.value = value
    pthread_mutex_init(mutex, nil)
    pthread_cond_init(change, nil)
  }

  deinit {
    pthread_cond_destroy(change)
    pthread_mutex_destroy(mutex)
    change.deallocate()
    mutex.deallocate()
  }

  /// Reads or changes the value, and has all waiting threads look at it again.
  func with<Result>(_ body: (inout Value) throws -> Result) rethrows -> Result {
    pthread_mutex_lock(mutex)
    defer {
      pthread_cond_broadcast(change)
      pthread_mutex_unlock(mutex)
    }
    return try body(&value)
  }

  /// Waits until `condition` holds, then runs `body`; `nil` when it does not come to hold.
  func when<Result>(
    _ condition: (Value) -> Bool, _ body: (inout Value) -> Result
  ) -> Result? {
    var deadline = timespec()
    clock_gettime(CLOCK_REALTIME, &deadline)
    deadline.tv_sec += Self.secondsAtMost
    pthread_mutex_lock(mutex)
    defer {
      pthread_cond_broadcast(change)
      pthread_mutex_unlock(mutex)
    }
    while !condition(value) {
      if pthread_cond_timedwait(change, mutex, &deadline) == ETIMEDOUT { return nil }
    }
    return body(&value)
  }
}

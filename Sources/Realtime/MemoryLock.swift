internal import CRealtime
internal import Glibc

/// What came of keeping the process in memory.
public enum MemoryLockOutcome: Equatable, Sendable {
  /// No present or future page of the process can be swapped out.
  case locked
  /// Nothing is locked, which matters only when memory runs short. The reason is one sentence that
  /// names the fix.
  case refused(reason: String)
}

/// Keeps all present and future pages of the process in memory (mlockall), so that no audio thread
/// waits for a disk. The result is to be reported; playing without it is possible.
///
/// Call it last before the audio threads start: each page mapped later is brought in at once.
///
/// - Thread: control.
public func lockMemory() -> MemoryLockOutcome {
  let code = crt_lock_memory()
  guard code != 0 else { return .locked }
  return .refused(
    reason: "The memory is not locked because the system refused it (\(systemText(code))): set "
      + "LimitMEMLOCK=infinity in the service unit, or give the user \"memlock unlimited\" in "
      + "/etc/security/limits.d.")
}

internal import CRealtime
internal import Glibc

/// Wakes one waiting thread from an audio thread (eventfd).
///
/// Any number of signals before a wait end that one wait, unless each is to end one.
///
/// A handle: ``share()`` gives another onto the same signal, which lives until the last is gone.
public struct WakeSignal: ~Copyable, Sendable {
  /// What a wait takes.
  public enum Taking: Sendable {
    case all, one
  }

  /// Readable while signalled, for a poll set of the owner's. Valid as long as a handle exists.
  public let fileDescriptor: Int32
  private let storage: EventDescriptor

  /// - Throws: ``RealtimeError`` when no file descriptor is left.
  public init(taking: Taking = .all) throws(RealtimeError) {
    self.init(try EventDescriptor(taking))
  }

  private init(_ storage: EventDescriptor) {
    self.storage = storage
    fileDescriptor = storage.number
  }

  /// Another handle onto the same signal. Thread: any but audio.
  public borrowing func share() -> WakeSignal {
    WakeSignal(storage)
  }

  /// Ends the present or the next wait. Memory written before it is seen after that wait.
  ///
  /// - Thread: any, audio included: one bounded system call.
  @_noLocks
  public borrowing func signal() {
    // It fails only on a descriptor that is not ours.
    _ = crt_event_signal(fileDescriptor)
  }

  /// Waits for a signal and takes it; `false` when the time passed without one, which an interrupt
  /// may cut short.
  ///
  /// - Parameter timeoutNanoseconds: below 0 waits for ever.
  /// - Thread: the one that is to be woken; blocks.
  public borrowing func wait(timeoutNanoseconds: Int) -> Bool {
    crt_event_wait(fileDescriptor, Int64(timeoutNanoseconds)) == 1
  }

  /// Takes a signal without waiting; `false` when there was none. For an owner who polls
  /// ``fileDescriptor`` together with others.
  ///
  /// - Thread: the one that is to be woken, audio included: one bounded system call.
  @_noLocks
  @discardableResult
  public borrowing func clear() -> Bool {
    crt_event_clear(fileDescriptor) == 1
  }
}

/// An open eventfd, closed with its last owner.
private final class EventDescriptor: Sendable {
  let number: Int32

  init(_ taking: WakeSignal.Taking) throws(RealtimeError) {
    let descriptor = crt_event_create(taking == .one ? 1 : 0)
    guard descriptor >= 0 else { throw RealtimeError(resource: .wakeSignal, code: -descriptor) }
    number = descriptor
  }

  deinit {
    close(number)
  }
}

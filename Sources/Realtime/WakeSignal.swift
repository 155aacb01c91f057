internal import CRealtime
internal import Glibc
internal import Synchronization

/// Wakes one waiting thread from an audio thread (eventfd).
///
/// Any number of signals before a wait end that one wait, unless each is to end one.
///
/// A handle: ``share()`` gives another onto the same signal, which lives until the last is gone.
/// Sendable because the mark is an atomic.
public struct WakeSignal: ~Copyable, @unchecked Sendable {
  /// What a wait takes.
  public enum Taking: Sendable {
    case all, one
  }

  /// Readable while signalled, for a poll set of the owner's. Valid as long as a handle exists; below 0
  /// for one that is never waited for.
  public let fileDescriptor: Int32
  /// 1 while signalled, in place of a descriptor.
  private let mark: UnsafeMutablePointer<Atomic<Int>>?
  private let storage: SignalStorage

  /// - Throws: ``RealtimeError`` when no file descriptor is left.
  public init(taking: Taking = .all) throws(RealtimeError) {
    self.init(try SignalStorage(taking))
  }

  private init(_ storage: SignalStorage) {
    self.storage = storage
    fileDescriptor = storage.descriptor
    mark = storage.mark?.cells
  }

  /// One that costs no system call, and that nobody can wait for: for steps that one thread makes in
  /// turn, as a simulation does, and that ask with ``clear()``.
  public static func unawaited() -> WakeSignal {
    WakeSignal(SignalStorage(mark: AtomicCells(count: 1)))
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
    if let mark { return mark.pointee.store(1, ordering: .releasing) }
    // It fails only on a descriptor that is not ours.
    _ = crt_event_signal(fileDescriptor)
  }

  /// Waits for a signal and takes it; `false` when the time passed without one, which an interrupt
  /// may cut short.
  ///
  /// - Parameter timeoutNanoseconds: below 0 waits for ever.
  /// - Thread: the one that is to be woken; blocks.
  /// - Precondition: it is not one of ``unawaited()``.
  public borrowing func wait(timeoutNanoseconds: Int) -> Bool {
    precondition(mark == nil, "Nobody can wait for this signal.")
    return crt_event_wait(fileDescriptor, Int64(timeoutNanoseconds)) == 1
  }

  /// Takes a signal without waiting; `false` when there was none. For an owner who polls
  /// ``fileDescriptor`` together with others.
  ///
  /// - Thread: the one that is to be woken, audio included: one bounded system call.
  @_noLocks
  @discardableResult
  public borrowing func clear() -> Bool {
    if let mark { return mark.pointee.exchange(0, ordering: .acquiring) == 1 }
    return crt_event_clear(fileDescriptor) == 1
  }
}

/// An open eventfd, closed with its last owner, or a mark in memory.
private final class SignalStorage: Sendable {
  let descriptor: Int32
  let mark: AtomicCells?

  init(_ taking: WakeSignal.Taking) throws(RealtimeError) {
    let descriptor = crt_event_create(taking == .one ? 1 : 0)
    guard descriptor >= 0 else { throw RealtimeError(resource: .wakeSignal, code: -descriptor) }
    self.descriptor = descriptor
    mark = nil
  }

  init(mark: AtomicCells) {
    descriptor = -1
    self.mark = mark
  }

  deinit {
    if mark == nil { close(descriptor) }
  }
}

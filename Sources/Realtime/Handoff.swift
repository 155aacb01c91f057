import Synchronization

/// A box that carries one value, which need not be copyable, to one other thread.
///
/// A thread's closure cannot move a captured move-only value out of itself; it can take one out of a
/// box that it captured:
///
///     let handoff = Handoff(ring.producer)
///     RealtimeThread(…) { var producer = handoff.take(); … }
///
/// Sendable because the value is only touched by the maker, before anyone else has the box, and then
/// by the one caller who takes it.
public final class Handoff<Value: ~Copyable>: @unchecked Sendable {
  private var value: Value?
  private let isTaken = Atomic(false)

  /// A box with `value` in it, which the caller gives away.
  public init(_ value: consuming sending Value) {
    self.value = consume value
  }

  /// The value, once; the box is empty from then on.
  ///
  /// - Precondition: not taken before.
  /// - Thread: any, before its realtime work: the box may be freed here.
  public func take() -> sending Value {
    // Against two takers only, so it needs no ordering: whatever brought the box to this thread
    // also brought the value.
    let wasTaken = isTaken.exchange(true, ordering: .relaxed)
    precondition(!wasTaken, "A handoff was taken twice.")
    guard let taken = value.take() else { preconditionFailure("A handoff was empty.") }
    return taken
  }
}

/// What an audio thread waits for before its next step.
///
/// A step never waits by itself. A thread waits in production; in a simulation nobody does.
package enum LiveWake: Equatable, Sendable {
  /// Until the device has so many frames, or room for them, or so many nanoseconds have passed. The
  /// outcome of the wait is handed to the next step.
  case frames(Int, atMost: Int)
  /// Until the other thread signals, or so many nanoseconds have passed.
  case signal(atMost: Int)
  /// So many nanoseconds.
  case pause(Int)
  /// Nothing: there is no next step.
  case ended

  /// One wait is cut to this length, 50 ms, so that a stop is heard although a device stands still.
  static var patience: Int { @_noLocks get { 50_000_000 } }
}

internal import CRealtime
internal import Glibc

/// Signals of the process, taken one by one instead of by a handler (signalfd).
///
/// Thread: control.
public struct SignalInbox: ~Copyable {
  /// Readable while a signal waits, for a poll set of the owner's.
  public let fileDescriptor: Int32

  /// Blocks the signals for this thread and all that it will start from now on.
  ///
  /// - Throws: when no file descriptor is left.
  public init(_ signals: [Int32]) throws(RealtimeError) {
    fileDescriptor = crt_signals_open(signals, Int32(signals.count))
    if fileDescriptor < 0 { throw RealtimeError(resource: .signals, code: -fileDescriptor) }
  }

  deinit { close(fileDescriptor) }

  /// The next signal that has come in; does not wait.
  public func take() -> Int32? {
    let signal = crt_signals_take(fileDescriptor)
    return signal > 0 ? signal : nil
  }
}

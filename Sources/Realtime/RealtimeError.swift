internal import Glibc

/// Why the system gave no thread or no wake signal.
public struct RealtimeError: Error, Equatable, CustomStringConvertible, Sendable {
  /// What was asked for.
  public enum Resource: Equatable, Sendable {
    /// A thread of this name.
    case thread(String)
    /// A ``WakeSignal``.
    case wakeSignal
    /// A ``SignalInbox``.
    case signals
  }

  public let resource: Resource
  /// The system's error number.
  public let code: Int32

  /// One sentence: what failed, why, what to do.
  public var description: String {
    switch resource {
    case .thread(let name):
      return "Thread \"\(name)\" could not be started (\(systemText(code))): "
        + "raise LimitNPROC and the memory limits of the service, or stop other programs."
    case .wakeSignal, .signals:
      let what = resource == .signals ? "signals" : "events that wake a thread"
      return "The descriptor of \(what) could not be made (\(systemText(code))): "
        + "raise LimitNOFILE of the service, or close other files."
    }
  }
}

/// The system's words for an error number.
func systemText(_ code: Int32) -> String {
  strerror(code).map { String(cString: $0) } ?? "error \(code)"
}

internal import Glibc
public import Logging

/// Where the log goes: `LoggingSystem.bootstrap(LogDestination.current.handler("convolved"))`.
public enum LogDestination: Sendable {
  case journal(JournalSocket)
  case standardError(PlainLogHandler.Prefix)

  /// What this process's environment asks for.
  public static var current: LogDestination {
    find(environment: { name in unsafe getenv(name).map { unsafe String(cString: $0) } })
  }

  /// The journal when standard error ends there anyway; lines on standard error otherwise, with
  /// priorities in front when it was systemd that opened it.
  ///
  /// - Parameter environment: the value of a variable. `JOURNAL_STREAM` and `SYSTEMD_EXEC_PID` are
  ///   asked for, see systemd.exec(5). A process that inherited them from a service and writes
  ///   elsewhere is not taken for one.
  public static func find(
    environment: (String) -> String?, standardError: Int32 = 2,
    socketPath: String = JournalSocket.systemPath
  ) -> LogDestination {
    guard let file = FileIdentity(standardError) else { return .standardError(.none) }
    if environment("JOURNAL_STREAM") == file.description {
      guard let socket = JournalSocket(path: socketPath), socket.isReachable else {
        return .standardError(.priority)
      }
      return .journal(socket)
    }
    let isService = environment("SYSTEMD_EXEC_PID") == String(getpid())
    return .standardError(isService && file.isCollected ? .priority : .none)
  }

  /// A maker of handlers, as `LoggingSystem.bootstrap` wants it.
  ///
  /// - Parameter identifier: the program's name.
  public func handler(
    _ identifier: String, level: Logger.Level = .info
  ) -> @Sendable (String) -> any LogHandler {
    switch self {
    case .journal(let socket):
      { _ in JournalLogHandler(socket: socket, identifier: identifier, level: level) }
    case .standardError(let prefix):
      { _ in PlainLogHandler(identifier: identifier, prefix: prefix, level: level) }
    }
  }

  /// Lines that the journal did not take; 0 elsewhere.
  public var droppedCount: Int {
    switch self {
    case .journal(let socket): socket.droppedCount
    case .standardError: 0
    }
  }
}

internal import Logging

/// The levels of syslog(3), which the journal sorts by: 0 is an emergency, 7 is for developers.
enum Priority: Int {
  case critical = 2, error, warning, notice, information, debug

  init(_ level: Logger.Level) {
    switch level {
    case .critical: self = .critical
    case .error: self = .error
    case .warning: self = .warning
    case .notice: self = .notice
    case .info: self = .information
    case .debug, .trace: self = .debug
    }
  }
}

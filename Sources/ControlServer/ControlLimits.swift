internal import Control

/// What clients may take of the daemon.
public struct ControlLimits: Equatable, Sendable {
  /// Connections at a time; a further one gets one line that says so.
  public var clients = 32
  /// Of a request, without its end.
  public var requestBytes = LineFramer.requestBytes
  /// Requests of a client that wait for an answer; no more is read before.
  public var pendingRequests = 16
  /// What waits to be sent to a client. Beyond it events are dropped, and then the client is.
  public var outputBytes = 256 * 1024
  /// For a whole request, from its first byte.
  public var requestNanoseconds = 5_000_000_000
  /// For which a client may leave what it was sent unread; longer than `^Z` by accident.
  public var stallNanoseconds = 10_000_000_000
  /// Connections to the metrics at a time; a further one is closed.
  public var metricsClients = 8
  /// Of the head of a request for the metrics.
  public var headerBytes = 8 * 1024

  public init() {}
}

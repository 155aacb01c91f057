/// What has happened at the sockets since the start.
public struct ControlCounts: Equatable, Sendable {
  /// Connected now.
  public var clients = 0
  /// Connections that were taken.
  public var accepted = 0
  /// Connections beyond the limit.
  public var refused = 0
  /// Clients that were closed: they did not end a request, or did not read.
  public var timeouts = 0
  /// Lines that were no requests; their clients were closed.
  public var protocolErrors = 0
  /// Events that a client did not get because it read too slowly.
  public var droppedEvents = 0
}

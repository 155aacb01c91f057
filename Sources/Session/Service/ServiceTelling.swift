/// What happened to a service and was not asked for yet.
///
/// Thread: control.
final class ServiceTelling {
  private var events: [ServiceEvent] = []

  /// Events that are kept; a caller that does not come for them loses the rest.
  private static let capacity = 1024

  func tell(_ event: ServiceEvent) {
    if events.count < Self.capacity { events.append(event) }
  }

  /// What happened since the last call, in order.
  func take() -> [ServiceEvent] {
    defer { events = [] }
    return events
  }
}

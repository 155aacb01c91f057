/// Why nobody can reach the daemon at a place.
public struct ControlServerError: Error, Equatable, Sendable, CustomStringConvertible {
  /// A path or an address.
  public let place: String
  /// What was found, and what to do about it.
  public let reason: String

  init(_ place: String, _ reason: String) {
    self.place = place
    self.reason = reason
  }

  public var description: String { "\(place): \(reason)" }
}

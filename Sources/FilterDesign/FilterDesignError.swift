/// Why a filter cannot be made as it was asked for: one sentence with what was found, what is allowed
/// and what to do.
public struct FilterDesignError: Error, Equatable, CustomStringConvertible, Sendable {
  /// One sentence: what was found, what is allowed, what to do next.
  public let description: String

  public init(_ description: String) { self.description = description }
}

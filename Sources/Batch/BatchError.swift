/// What is wrong with a list of files, a manifest, or what is asked of many files at once.
public struct BatchError: Error, Equatable, CustomStringConvertible, Sendable {
  /// What the caller can do about it: one case per decision.
  public enum Kind: Equatable, Sendable {
    /// What is asked for contradicts itself.
    case conflict
    /// A list or a manifest that is not what it should be, or is too large.
    case malformed
    /// No such file or folder, or it cannot be read.
    case missing
  }

  /// What the caller can do about it.
  public let kind: Kind
  /// One sentence: the place, what was found, what is allowed, what to do next.
  public let description: String

  /// - Parameter description: one sentence: the place, what was found, what is allowed, what to do
  ///   next.
  public init(_ kind: Kind, _ description: String) {
    self.kind = kind
    self.description = description
  }
}

/// Says once a minute how many blocks threads that help with large convolutions came too late for.
public struct LateHelpers {
  private var past = 0
  private var lookedAt: Int?

  private static let windowNanoseconds = 60_000_000_000

  public init() {}

  /// - Parameter present: blocks so far.
  /// - Parameter now: nanoseconds of the monotonic clock.
  /// - Returns: a sentence, when any were late in the last minute, and at once for the first ones.
  public mutating func sentence(_ present: Int, now: Int) -> String? {
    guard present > past else { return nil }
    if let lookedAt, now - lookedAt < Self.windowNanoseconds { return nil }
    let count = present - past
    (past, lookedAt) = (present, now)
    return """
      \(count) \(count == 1 ? "block" : "blocks") without the outputs of a helping thread, which came \
      too late; lower audio.threads, or free a processor for each
      """
  }
}

/// Notices that nobody stepped for a second or more.
///
/// Thread: control.
struct StepWatch {
  private var last: Int?

  /// The nanoseconds since the last step, if they are so many.
  ///
  /// - Parameter now: of the monotonic clock, which no one sets.
  mutating func gap(before now: Int) -> Int? {
    defer { last = now }
    guard let last, now - last >= 1_000_000_000 else { return nil }
    return now - last
  }
}

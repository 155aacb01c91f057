/// Frames and nanoseconds, at a rate.
struct FrameTime: Equatable {
  /// Hz.
  let rate: Int

  /// How long so many frames last. Exact over years, where a plain product would overflow in days.
  @_noLocks
  func nanoseconds(_ frames: Int) -> Int {
    let seconds = frames / rate
    return seconds * 1_000_000_000 + (frames - seconds * rate) * 1_000_000_000 / rate
  }

  /// How many frames fit into a time, below 0 for one in the past.
  @_noLocks
  func frames(_ nanoseconds: Int) -> Int {
    let seconds = nanoseconds / 1_000_000_000
    return seconds * rate + (nanoseconds - seconds * 1_000_000_000) * rate / 1_000_000_000
  }
}

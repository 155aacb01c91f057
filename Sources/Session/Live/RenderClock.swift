internal import Realtime

/// What the time that blocks take is measured with.
package protocol RenderClock {
  /// Nanoseconds of the monotonic clock. Thread: audio.
  func nanoseconds() -> Int
  /// The same, right after a block was rendered. Thread: audio.
  func nanoseconds(after work: BlockWork) -> Int
}

/// What a block was made by.
package enum BlockWork: Equatable, Sendable {
  case chain
  /// The chain was kept out of it.
  case rest
}

/// The processor's own clock.
struct MonotonicRenderClock: RenderClock {
  func nanoseconds() -> Int { MonotonicClock.nanoseconds }
  func nanoseconds(after work: BlockWork) -> Int { MonotonicClock.nanoseconds }
}

import Convolution

/// Clears an engine's memory in parts, one for each block.
struct EnginePurge {
  /// 256 KiB of floats: 25 µs at 10 GB/s, 100 µs on a small board.
  private static var partSamples: Int { @_noLocks get { 1 << 16 } }

  private(set) var isActive = false
  private var step = 0
  private var cleared = 0

  /// Starts over.
  @_noLocks
  mutating func begin() {
    isActive = true
    step = 0
    cleared = 0
  }

  /// Clears the next part.
  @_noLocks
  mutating func advance(_ plan: RenderPlanView) {
    var room = Self.partSamples
    while step < plan.stepCount {
      let count = plan.steps[step].clear(from: cleared, atMost: room)
      cleared += count
      if count == room { return }
      // The next step begins at a multiple of 8 of its own memory, whatever is left of the part.
      room = (room - count) & ~7
      step += 1
      cleared = 0
      if room == 0 { return }
    }
    isActive = false
  }
}

internal import SignalProcessing

/// Keeps what is not a number, and what might as well not be, out of the engine or behind it.
///
/// One NaN in a convolver's history is one in every output until it has left the history. A block with
/// NaN, infinity or a level above +120 dBFS is zeroed whole, and the sound fades back in over the
/// blocks that follow. The level bound is there for what becomes infinite a little later: 1e38 is a
/// number, its square is not.
///
/// Put one before the engine, and one behind it for what the engine makes itself.
///
/// - Thread: one audio thread.
public struct NonFiniteGuard: Sendable {
  /// What a block was.
  public enum Verdict: Equatable, Sendable {
    case clean
    /// It was zeroed. Behind an engine this means that the engine's past is poisoned: reset it.
    case poisoned
  }

  /// +120 dBFS: far above any gain that makes sense, and far below where squares overflow.
  public static var highestMagnitude: Float { @_noLocks get { 1e6 } }

  /// Blocks that were zeroed.
  public private(set) var poisonedBlockCount = 0
  private var fade = GainRamp(gain: 1)
  private let fadeFrames: Int

  /// - Parameter fadeFrames: in which the sound comes back; ``OutputGate/fadeFrames(sampleRate:)``.
  public init(fadeFrames: Int) {
    precondition(fadeFrames >= 0, "A fade cannot last a negative number of frames.")
    self.fadeFrames = fadeFrames
  }

  /// Checks a block, and zeroes it if it is poisoned.
  ///
  /// - Parameter samples: planar, channel c starts at `samples + c * channelStride`.
  /// - Parameter channelStride: at least `frames`.
  /// - Complexity: one multiplication and addition per sample, eight at a time.
  /// - Thread: audio.
  @_noLocks
  public mutating func check(
    _ samples: UnsafeMutablePointer<Float>, frames: Int, channelCount: Int, channelStride: Int
  ) -> Verdict {
    let block = BlockView(
      samples, frames: frames, channelCount: channelCount,
      layout: .planar(channelStride: channelStride))
    if isPoisoned(block) {
      block.silence()
      poisonedBlockCount &+= 1
      fade = GainRamp(gain: 0)
      fade.move(to: 1, frames: fadeFrames)
      return .poisoned
    }
    fade.apply(
      to: samples, frames: frames, channelCount: channelCount, channelStride: channelStride)
    return .clean
  }

  /// The energy answers for nearly every block. It is not finite if a sample is not, and no single
  /// square is larger than it; only when it is large does each sample have to be looked at.
  @_noLocks
  private func isPoisoned(_ block: BlockView) -> Bool {
    let bound = Self.highestMagnitude * Self.highestMagnitude
    var channel = 0
    while channel < block.channelCount {
      let samples = block.samples + channel &* block.channelStride
      let energy = Energy.sum(samples, block.frames)
      // False for NaN as well: the plain way round would let it through.
      let isQuiet = energy <= bound
      if !isQuiet {
        let peak = Magnitudes.peakBits(samples, block.frames)
        if peak > Magnitudes.bits(Self.highestMagnitude) { return true }
      }
      channel &+= 1
    }
    return false
  }
}

internal import Realtime

/// The levels of a ``RenderEngine`` that may be moved while it runs, each along a ramp, and what it
/// counts.
///
/// An engine that has rendered nothing yet, or nothing since its last reset, begins at the levels as
/// they stand: a low volume is never preceded by a loud moment.
///
/// Thread: any but audio.
public final class EngineDials: Sendable {
  /// Whether the input goes to the output without the chain.
  public enum Bypass: Sendable { case on, off }

  private let levels: EngineLevels
  /// Whether there are as many channels in as out.
  public let canBypass: Bool

  private let late: AtomicCounter

  init(_ levels: consuming EngineLevels, canBypass: Bool, late: consuming AtomicCounter) {
    self.levels = levels
    self.canBypass = canBypass
    self.late = late
  }

  /// Blocks for which a thread that helps with large convolutions came too late: its outputs were
  /// silent.
  public var lateHelperBlocks: Int { late.value }

  /// The level of the output, linear. 1 keeps every bit.
  public var gain: Float {
    get { levels.gain }
    set { levels.setGain(newValue) }
  }

  /// The level of the input where it passes the chain by, linear; ``gain`` comes on top.
  public var bypassGain: Float {
    get { levels.bypassGain }
    set { levels.setBypassGain(newValue) }
  }

  /// Whether the input goes to the output without the chain, and without the chain's latency.
  ///
  /// - Precondition: to switch it on, ``canBypass``.
  public var bypass: Bypass {
    get { levels.isBypassed ? .on : .off }
    set {
      precondition(newValue == .off || canBypass, "A chain that mixes has no input for an output.")
      levels.setBypass(newValue)
    }
  }
}

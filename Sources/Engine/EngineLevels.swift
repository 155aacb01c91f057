internal import Realtime

/// What the control side wants of an engine's level: numbers and a switch that it may move at any
/// time.
///
/// A handle: ``share()`` gives another onto the same values. Each value is one atomic that depends
/// on no other memory, hence relaxed.
struct EngineLevels: ~Copyable, Sendable {
  private let gainBits: AtomicNumber
  private let bypassGainBits: AtomicNumber
  private let bypassed: AtomicFlag

  init() {
    gainBits = AtomicNumber(Int(Float(1).bitPattern))
    bypassGainBits = AtomicNumber(Int(Float(1).bitPattern))
    bypassed = AtomicFlag()
  }

  private init(sharing other: borrowing EngineLevels) {
    gainBits = other.gainBits.share()
    bypassGainBits = other.bypassGainBits.share()
    bypassed = other.bypassed.share()
  }

  /// Another handle onto the same values. Thread: any but audio.
  borrowing func share() -> EngineLevels { EngineLevels(sharing: self) }

  /// Linear.
  var gain: Float {
    @_noLocks get { Float(bitPattern: UInt32(truncatingIfNeeded: gainBits.value)) }
  }

  borrowing func setGain(_ gain: Float) { gainBits.set(Int(gain.bitPattern)) }

  /// Of the untouched input while it is let through, linear.
  var bypassGain: Float {
    @_noLocks get { Float(bitPattern: UInt32(truncatingIfNeeded: bypassGainBits.value)) }
  }

  borrowing func setBypassGain(_ gain: Float) { bypassGainBits.set(Int(gain.bitPattern)) }

  var isBypassed: Bool { @_noLocks get { bypassed.isRaised } }

  borrowing func setBypass(_ wanted: EngineDials.Bypass) {
    switch wanted {
    case .on: bypassed.raise()
    case .off: bypassed.lower()
    }
  }
}

internal import SignalProcessing

/// Mutes and unmutes an output without a click, for as long as there is a reason.
///
/// Each way is a raised cosine of 20 ms. A change of mind in the middle waits until the fade under way
/// has arrived: turning round there would put a corner into the curve, and that is heard. Muted is
/// exactly 0, open leaves every bit as it is.
///
/// - Thread: one audio thread.
public struct OutputGate: ~Copyable {
  /// 20 ms: a fade that splatters less than -120 dBFS above 6 kHz.
  public static let fadeSeconds = 0.02

  /// Why it is muted, or about to be. Empty: it is open, or about to be.
  public private(set) var reasons: MuteReasons = .start
  /// `[fadeFrames]`: the gains of a fade in.
  private let curve: UnsafeMutablePointer<Float>
  private let fadeFrames: Int
  /// How much of the fade in is done; 0 is muted, `fadeFrames` is open.
  private var place = 0
  private var direction = Direction.standing

  private enum Direction { case standing, opening, closing }

  /// A muted gate.
  ///
  /// - Parameter fadeFrames: of one fade, at least 1.
  /// - Thread: control.
  public init(fadeFrames: Int) {
    precondition(fadeFrames > 0, "A fade needs a frame.")
    let curve = UnsafeMutablePointer<Float>.allocate(capacity: fadeFrames)
    RaisedCosine.fill(
      UnsafeMutableBufferPointer(start: curve, count: fadeFrames), direction: .fadeIn)
    self.curve = curve
    self.fadeFrames = fadeFrames
  }

  deinit { curve.deallocate() }

  /// ``fadeSeconds`` in frames, at least 1.
  public static func fadeFrames(sampleRate: Int) -> Int {
    max(Int((fadeSeconds * Double(sampleRate)).rounded()), 1)
  }

  /// Whether nothing is heard: what can be stopped or exchanged without a click.
  public var isSilent: Bool { @_noLocks get { place == 0 && !reasons.isEmpty } }

  /// Whether every bit passes.
  public var isOpen: Bool { @_noLocks get { place == fadeFrames && reasons.isEmpty } }

  /// Adds a reason. Thread: audio.
  @_noLocks
  public mutating func mute(_ reason: MuteReasons) {
    reasons = MuteReasons(rawValue: reasons.rawValue | reason.rawValue)
  }

  /// Takes a reason away. Thread: audio.
  @_noLocks
  public mutating func release(_ reason: MuteReasons) {
    reasons = MuteReasons(rawValue: reasons.rawValue & ~reason.rawValue)
  }

  /// Silent from the next frame on, click or not: for what must not be heard at all. What no reason
  /// holds fades in again.
  @_noLocks
  public mutating func cut() {
    place = 0
    direction = .standing
  }

  /// Applies the gate to a block. Thread: audio.
  @_noLocks
  public mutating func apply(
    to samples: UnsafeMutablePointer<Float>, frames: Int, channelCount: Int, layout: BlockLayout
  ) {
    apply(to: BlockView(samples, frames: frames, channelCount: channelCount, layout: layout))
  }

  @_noLocks
  mutating func apply(to block: BlockView) {
    var frame = 0
    while frame < block.frames {
      turn()
      if direction == .standing {
        if place == 0 { silence(block, from: frame) }
        return
      }
      scale(block, frame, by: step())
      frame &+= 1
    }
  }

  /// Chooses a way, where there is a choice: at either end.
  @_noLocks
  private mutating func turn() {
    if place == 0 { direction = reasons.isEmpty ? .opening : .standing }
    if place == fadeFrames { direction = reasons.isEmpty ? .standing : .closing }
  }

  /// The gain of the next frame of a fade. Out is in, played backwards.
  @_noLocks
  private mutating func step() -> Float {
    if direction == .opening {
      place &+= 1
      return curve[place &- 1]
    }
    place &-= 1
    return curve[place]
  }

  @_noLocks
  private func scale(_ block: BlockView, _ frame: Int, by gain: Float) {
    var channel = 0
    while channel < block.channelCount {
      block.samples[frame &* block.frameStride &+ channel &* block.channelStride] *= gain
      channel &+= 1
    }
  }

  /// Not by multiplication: 0 times infinity is not silent.
  @_noLocks
  private func silence(_ block: BlockView, from first: Int) {
    var channel = 0
    while channel < block.channelCount {
      let samples = block.samples + channel &* block.channelStride
      var frame = first
      while frame < block.frames {
        samples[frame &* block.frameStride] = 0
        frame &+= 1
      }
      channel &+= 1
    }
  }
}

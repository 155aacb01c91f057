/// The last thing before a device: whatever comes in, what goes out is finite, not above a ceiling,
/// and silent while there is a reason.
///
/// - A sample above its channel's ceiling becomes the ceiling, and is counted. This is a clip, for the
///   last tenths of a decibel that a limiter before it and a resampler leave.
/// - A block that passes a ceiling by more than 20 dB is no music: the output is cut at once and stays
///   muted, with ``MuteReasons/latch``, until that is released.
/// - A block with something that is no number is zeroed, and the sound fades back in.
///
/// It cannot be switched off. It starts muted: release ``MuteReasons/start``.
///
/// - Thread: one audio thread; made on the control thread.
public struct OutputGuard: ~Copyable {
  /// What happened to one block.
  public struct Finding: Equatable, Sendable {
    /// Samples that were cut to the ceiling.
    public var limitedSampleCount = 0
    /// The level ran away in this block, and the output is latched.
    public var isRunaway = false
    /// The block was not finite. Whatever made it has to be reset.
    public var isPoisoned = false

    @_noLocks
    public init(limitedSampleCount: Int = 0, isRunaway: Bool = false, isPoisoned: Bool = false) {
      self.limitedSampleCount = limitedSampleCount
      self.isRunaway = isRunaway
      self.isPoisoned = isPoisoned
    }
  }

  /// -0.1 dBFS, linear.
  public static var defaultCeiling: Float { @_noLocks get { 0.988_553_1 } }
  /// 20 dB above the ceiling, linear.
  public static var runawayRatio: Float { @_noLocks get { 10 } }

  public let channelCount: Int
  /// Since the beginning: samples that were cut to the ceiling, and blocks that had such.
  public private(set) var limitedSampleCount = 0
  public private(set) var limitedBlockCount = 0
  /// How often the level ran away.
  public private(set) var runawayCount = 0
  /// Blocks that were not finite.
  public private(set) var poisonedBlockCount = 0

  private var gate: OutputGate
  /// `[channelCount]`, linear, and the lowest of them by its bits.
  private let ceilings: UnsafeMutablePointer<Float>
  private let lowestBits: Int32

  /// - Parameter ceilings: one per channel, linear, above 0 and at most 1.
  /// - Parameter fadeFrames: ``OutputGate/fadeFrames(sampleRate:)``.
  /// - Thread: control.
  public init(ceilings: [Float], fadeFrames: Int) {
    precondition(!ceilings.isEmpty, "An output needs a channel.")
    precondition(ceilings.allSatisfy { $0 > 0 && $0 <= 1 }, "A ceiling lies above 0, up to 1.")
    let memory = UnsafeMutablePointer<Float>.allocate(capacity: ceilings.count)
    memory.initialize(from: ceilings, count: ceilings.count)
    channelCount = ceilings.count
    self.ceilings = memory
    lowestBits = Magnitudes.bits(ceilings.min() ?? 1)
    gate = OutputGate(fadeFrames: fadeFrames)
  }

  deinit { ceilings.deallocate() }

  // MARK: - Muting

  /// Why it is silent, or about to be.
  public var reasons: MuteReasons { @_noLocks get { gate.reasons } }
  /// Whether nothing is heard.
  public var isSilent: Bool { @_noLocks get { gate.isSilent } }
  /// Whether nothing fades and nothing is muted.
  public var isOpen: Bool { @_noLocks get { gate.isOpen } }

  /// Fades out for a reason. Thread: audio.
  @_noLocks
  public mutating func mute(_ reason: MuteReasons) { gate.mute(reason) }

  /// Takes a reason away; fades in when it was the last. Thread: audio.
  @_noLocks
  public mutating func release(_ reason: MuteReasons) { gate.release(reason) }

  /// Silent from the next frame on, for a reason. Thread: audio.
  @_noLocks
  public mutating func cut(_ reason: MuteReasons) {
    gate.mute(reason)
    gate.cut()
  }

  // MARK: - The block

  /// Makes a block safe.
  ///
  /// - Complexity: one comparison per sample, eight at a time; two per sample one at a time for a
  ///   block that passes a ceiling.
  /// - Thread: audio.
  @_noLocks
  public mutating func apply(
    to samples: UnsafeMutablePointer<Float>, frames: Int, layout: BlockLayout
  ) -> Finding {
    let block = BlockView(samples, frames: frames, channelCount: channelCount, layout: layout)
    let peak = block.peakBits()
    if peak >= Magnitudes.infinity { return poison(block) }
    let finding = peak > lowestBits ? limit(block) : Finding()
    gate.apply(to: block)
    return finding
  }

  /// The gate does not see this block: its fade is for sound that comes after.
  @_noLocks
  private mutating func poison(_ block: BlockView) -> Finding {
    poisonedBlockCount &+= 1
    block.silence()
    gate.cut()
    return Finding(isPoisoned: true)
  }

  /// Limits a block of finite samples, of which one is above the lowest ceiling.
  @_noLocks
  private mutating func limit(_ block: BlockView) -> Finding {
    var count = 0
    var isRunaway = false
    var channel = 0
    while channel < channelCount {
      let ceiling = ceilings[channel]
      let samples = block.samples + channel &* block.channelStride
      var frame = 0
      while frame < block.frames {
        let sample = samples[frame &* block.frameStride]
        let magnitude = sample.magnitude
        if magnitude > ceiling {
          samples[frame &* block.frameStride] = sample < 0 ? -ceiling : ceiling
          count &+= 1
          isRunaway = isRunaway || magnitude > ceiling * Self.runawayRatio
        }
        frame &+= 1
      }
      channel &+= 1
    }
    account(count, isRunaway)
    return Finding(limitedSampleCount: count, isRunaway: isRunaway)
  }

  @_noLocks
  private mutating func account(_ count: Int, _ isRunaway: Bool) {
    limitedSampleCount &+= count
    if count > 0 { limitedBlockCount &+= 1 }
    if isRunaway {
      runawayCount &+= 1
      cut(.latch)
    }
  }
}

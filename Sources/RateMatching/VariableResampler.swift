/// Resamples by a ratio near 1 that may change at every call, with an exact account of every frame.
///
/// The n-th output is the band-limited input at a place that is counted in 2^-64 frames. A new ratio
/// changes how far the places lie apart from then on; the place itself never jumps, so no change can
/// click. Nothing is lost or repeated: all that came in is either behind the place or held.
///
/// Linear scale, any level. Residual distortion and noise of a sine: -138 dB at 997 Hz and at
/// 15 kHz (48 kHz), which is single precision's own; flat to 0.456 of the sample rate.
///
/// - Latency: ``delayFrames``, and the fraction of a frame.
/// - Thread: made on the control thread, used on one audio thread. Owner: of its memory.
public struct VariableResampler: ~Copyable {
  /// What one call took and gave.
  public struct Transfer: Equatable, Sendable {
    /// Input frames that were taken; the rest did not fit and is to be offered again.
    public var takenFrames: Int
    /// Output frames that were written.
    public var madeFrames: Int

    @_noLocks
    public init(takenFrames: Int, madeFrames: Int) {
      self.takenFrames = takenFrames
      self.madeFrames = madeFrames
    }
  }

  /// ±2 % in either direction: what ``correctionPPM`` may be.
  public static var limitPPM: Double { @_noLocks get { 20_000 } }

  public let channelCount: Int
  /// Input frames that one call can take at least.
  public let maximumInputFrames: Int

  /// The place of the next output: this frame of the history, and the fraction in 2^-64 frames.
  private var placeFrame: Int
  private var placeFraction: UInt64 = 0
  /// Frames in the history.
  private var filledFrames: Int
  private var stepOffset = StepOffset()
  /// `[channelCount][capacityFrames]`: past input that taps still reach, then new input.
  private let history: UnsafeMutablePointer<Float>
  private let capacityFrames: Int
  private let filter: ResamplingFilter

  /// A resampler at the ratio 1, filled with silence.
  ///
  /// - Parameter maximumInputFrames: of one call; bounds the memory.
  /// - Precondition: both counts are above 0.
  /// - Thread: control.
  public init(channelCount: Int, maximumInputFrames: Int) {
    precondition(channelCount > 0, "A resampler needs a channel.")
    precondition(maximumInputFrames > 0, "A resampler needs room for a frame.")
    let taps = ResamplingTable.tapCount
    // What the taps reach back to, one call's input, and what a full output left untaken.
    let capacity = 2 * taps + 2 * maximumInputFrames
    let memory = UnsafeMutableRawPointer.allocate(
      byteCount: channelCount * capacity * MemoryLayout<Float>.stride, alignment: 64)
    let history = memory.bindMemory(to: Float.self, capacity: channelCount * capacity)
    history.initialize(repeating: 0, count: channelCount * capacity)
    self.channelCount = channelCount
    self.maximumInputFrames = maximumInputFrames
    self.history = history
    capacityFrames = capacity
    filter = ResamplingFilter()
    placeFrame = taps / 2 - 1
    filledFrames = taps - 1
  }

  deinit { history.deallocate() }

  /// Frames that an output lies behind the newest input that it needs: what is held, once all output
  /// has been taken that the input allows.
  public static var delayFrames: Int { @_noLocks get { ResamplingTable.tapCount / 2 } }

  /// Input frames that have been taken and not yet been played: all that were taken, less the place
  /// of the next output. Exact to 2^-44 frames.
  public var heldFrames: Double {
    @_noLocks get {
      Double(filledFrames &- placeFrame) - Double(placeFraction >> 11) * 0x1p-53
    }
  }

  /// How many input frames, beyond 1, an output frame takes from now on, in parts per million:
  /// positive plays faster. Limited to ±``limitPPM``; what is not a number is ignored.
  public var correctionPPM: Double {
    @_noLocks get { stepOffset.ppm }
    @_noLocks set {
      let highest = Self.limitPPM
      if newValue >= -highest && newValue <= highest {
        stepOffset = StepOffset(ppm: newValue)
      } else if newValue == newValue {
        stepOffset = StepOffset(ppm: newValue < 0 ? -highest : highest)
      }
    }
  }

  /// Input frames that must come before so many output frames can be made at the present ratio.
  ///
  /// - Thread: audio.
  @_noLocks
  public func inputFrames(forOutput outputFrames: Int) -> Int {
    if outputFrames <= 0 { return 0 }
    let last = stepOffset.place(
      after: outputFrames &- 1, fromFrame: placeFrame, fraction: placeFraction)
    return max(last &+ ResamplingTable.tapCount / 2 &+ 1 &- filledFrames, 0)
  }

  /// Takes input and makes output until either ends.
  ///
  /// - Parameter input: interleaved, `[inputFrames][channelCount]`.
  /// - Parameter output: interleaved, `[outputFrames][channelCount]`; no more than
  ///   `outputFrames` frames are written.
  /// - Complexity: per output frame 96 taps of four rows, and 96 multiplications per channel.
  /// - Thread: audio.
  @_noLocks
  public mutating func process(
    _ input: UnsafePointer<Float>, inputFrames: Int,
    into output: UnsafeMutablePointer<Float>, outputFrames: Int
  ) -> Transfer {
    precondition(inputFrames >= 0, "A block cannot have a negative number of frames.")
    precondition(outputFrames >= 0, "A block cannot have a negative number of frames.")
    let taken = take(input, inputFrames)
    let made = resample(output, outputFrames)
    discardPast()
    return Transfer(takenFrames: taken, madeFrames: made)
  }

  /// Forgets all input, as if new; the ratio stays. Thread: audio.
  @_noLocks
  public mutating func reset() {
    history.update(repeating: 0, count: channelCount &* capacityFrames)
    placeFrame = ResamplingTable.tapCount / 2 &- 1
    filledFrames = ResamplingTable.tapCount &- 1
    placeFraction = 0
  }

  // MARK: - Steps of one call

  /// Appends as much input as there is room for, channel by channel.
  @_noLocks
  private mutating func take(_ input: UnsafePointer<Float>, _ frames: Int) -> Int {
    let count = min(frames, capacityFrames &- filledFrames)
    var channel = 0
    while channel < channelCount {
      let plane = history + (channel &* capacityFrames &+ filledFrames)
      var frame = 0
      while frame < count {
        plane[frame] = input[frame &* channelCount &+ channel]
        frame &+= 1
      }
      channel &+= 1
    }
    filledFrames &+= count
    return count
  }

  @_noLocks
  private mutating func resample(_ output: UnsafeMutablePointer<Float>, _ frames: Int) -> Int {
    let half = ResamplingTable.tapCount / 2
    var made = 0
    while made < frames && placeFrame &+ half < filledFrames {
      let first = history + (placeFrame &- half &+ 1)
      let frame = output + made &* channelCount
      if placeFraction == 0 {
        copyFrame(history + placeFrame, frame)
      } else {
        filter.prepare(fraction: placeFraction)
        var channel = 0
        while channel < channelCount {
          frame[channel] = filter.apply(to: first + channel &* capacityFrames)
          channel &+= 1
        }
      }
      stepOffset.advance(&placeFrame, &placeFraction)
      made &+= 1
    }
    return made
  }

  /// A place on a frame: the filter is 1 in its middle and 0 at every other tap.
  @_noLocks
  private func copyFrame(_ source: UnsafePointer<Float>, _ frame: UnsafeMutablePointer<Float>) {
    var channel = 0
    while channel < channelCount {
      frame[channel] = source[channel &* capacityFrames]
      channel &+= 1
    }
  }

  /// Moves what the taps still reach to the front.
  @_noLocks
  private mutating func discardPast() {
    let kept = placeFrame &- ResamplingTable.tapCount / 2 &+ 1
    if kept <= 0 { return }
    let count = filledFrames &- kept
    var channel = 0
    while channel < channelCount {
      let plane = history + channel &* capacityFrames
      var frame = 0
      while frame < count {
        plane[frame] = plane[kept &+ frame]
        frame &+= 1
      }
      channel &+= 1
    }
    filledFrames = count
    placeFrame &-= kept
  }
}

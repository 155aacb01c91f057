internal import AudioDevices

/// Tells when the frames in the ring were captured, and how many are missing at a gap.
///
/// Between gaps one number says it for all frames: the *epoch*, at which the ring's first frame would
/// have been captured had the device run without a gap ever since.
struct CaptureClock {
  private let time: FrameTime
  /// Frames that went into the ring since the start.
  private(set) var queuedFrames = 0
  /// When the newest block's last frame was captured.
  private var blockEnd = 0
  private var epoch: Int?
  private var hasGap = false
  /// Whether frames of the gap are missing that have not been counted at all.
  private var hasLoss = false
  /// Whether the frames of the gap can be counted by its length: the device went on capturing.
  private var isCountable = true
  /// Frames of the gap that have been counted otherwise.
  private var countedFrames = 0

  init(time: FrameTime) { self.time = time }

  /// A block was read when the device held so many frames more.
  @_noLocks
  mutating func stamp(_ level: StreamLevel) {
    blockEnd = level.nanoseconds - time.nanoseconds(level.frames)
  }

  /// A block was read, and the device said what cannot be true: its time follows from the last
  /// block's, or is now.
  @_noLocks
  mutating func stampBlindly(_ frames: Int, now: Int) {
    blockEnd = hasGap || epoch == nil ? now : blockEnd + time.nanoseconds(frames)
  }

  /// Frames are missing before the next block, and nobody knows how many.
  @_noLocks
  mutating func noteLoss() {
    hasGap = true
    hasLoss = true
  }

  /// The next block follows a time in which the device captured nothing.
  @_noLocks
  mutating func noteStandstill() {
    hasGap = true
    isCountable = false
  }

  /// A block goes by the ring: the frames lost before it if the device was started again.
  ///
  /// They are counted now, because no block may go into the ring any more.
  @_noLocks
  @discardableResult
  mutating func noteSkipped(_ frames: Int) -> Int {
    var lost = 0
    if hasLoss && isCountable, let epoch {
      let newEpoch = blockEnd - time.nanoseconds(queuedFrames + frames)
      lost = max(time.frames(newEpoch - epoch) - countedFrames, 0)
    }
    hasLoss = false
    hasGap = true
    countedFrames += frames + lost
    return lost
  }

  /// A block goes into the ring: its epoch, and the frames lost before it if it follows a gap.
  @_noLocks
  mutating func noteQueued(_ frames: Int) -> (epoch: Int, isAfterGap: Bool, lostFrames: Int) {
    let newEpoch = blockEnd - time.nanoseconds(queuedFrames + frames)
    var lost = 0
    if hasGap && isCountable, let epoch {
      lost = max(time.frames(newEpoch - epoch) - countedFrames, 0)
    }
    let isAfterGap = hasGap
    queuedFrames += frames
    epoch = newEpoch
    hasGap = false
    hasLoss = false
    isCountable = true
    countedFrames = 0
    return (newEpoch, isAfterGap, lost)
  }
}

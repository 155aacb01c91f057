internal import Realtime

/// What the playback device is fed with: the ring's frames, chunk by chunk, with rounded edges.
///
/// Thread: audio.
struct PlaybackSource: ~Copyable {
  var edge: SoundEdge
  private(set) var follower: ClockFollower
  private var consumer: FrameConsumer
  private let options: PlaybackOptions
  /// Frames taken out of the ring since the start: the place of its next frame.
  private var place = 0
  private var seenGaps = 0
  /// The last place before which frames are missing, while it lies ahead.
  private var gapPlace: Int?
  /// Where the sound has to fall because of it: there, or at an earlier gap.
  private var fallPlace: Int?
  /// Whether the next frame comes at its time.
  private(set) var isAligned = true
  private var hasBegun = false
  /// Whether the last frame goes on, falling.
  private var isConcealing = false
  /// `[frame][channelCount]`; the first `chunkStart` frames have been written.
  private let memory: UnsafeMutablePointer<Float>
  private var chunkStart = 0
  private var chunkEnd = 0

  init(consumer: consuming FrameConsumer, options: PlaybackOptions) {
    let sampleCount =
      ClockFollower.capacityFrames(periodFrames: options.periodFrames) * options.channelCount
    let memory = UnsafeMutablePointer<Float>.allocate(capacity: sampleCount)
    memory.initialize(repeating: 0, count: sampleCount)
    follower = ClockFollower(options: options)
    edge = SoundEdge(channelCount: options.channelCount)
    self.consumer = consumer
    self.options = options
    self.memory = memory
  }

  deinit { memory.deallocate() }

  /// The frames to be written next, interleaved.
  var chunk: UnsafePointer<Float> {
    @_noLocks get { UnsafePointer(memory + chunkStart * options.channelCount) }
  }
  var chunkFrames: Int { @_noLocks get { chunkEnd - chunkStart } }

  var hasFrames: Bool { @_noLocks mutating get { consumer.readableFrames > 0 } }

  /// Frames that wait for room in the device.
  var waitingFrames: Int { @_noLocks mutating get { chunkFrames + consumer.readableFrames } }

  /// Whether all has been written that ever will be.
  @_noLocks
  mutating func isFinished(nothingFollows: Bool) -> Bool {
    if chunkFrames > 0 { return false }
    if edge.hasEnded { return true }
    return nothingFollows && edge.phase == .silent && consumer.readableFrames == 0
  }

  @_noLocks
  mutating func noteWritten(_ frames: Int) { chunkStart += frames }

  /// The device has lost what came before: drops the frames taken for it, and says how many.
  @_noLocks
  mutating func cut() -> Int {
    edge.cut()
    isAligned = false
    isConcealing = false
    let frames = chunkFrames
    chunkStart = chunkEnd
    return frames
  }

  /// Throws away all that waits, and says how much it was.
  @_noLocks
  mutating func abandon() -> Int {
    let frames = chunkFrames + consumer.discard(consumer.readableFrames) + follower.restart()
    chunkStart = chunkEnd
    return frames
  }

  // MARK: - The ring

  /// Takes the next frames out of the ring, if there are any and they are in time.
  @_noLocks
  mutating func loadChunk() {
    if mustAlign { return }
    var most = options.periodFrames
    if let fallPlace { most = max(min(most, fallPlace - place), 0) }
    let target = follower.isResampling ? follower.place : memory
    let taken = consumer.read(into: target, frames: most)
    if taken == 0 { return }
    if edge.phase == .silent {
      edge.begin(
        frames: hasBegun ? options.mendFrames : options.fadeFrames, after: follower.settlingFrames)
      hasBegun = true
    }
    place += taken
    var made = taken
    if follower.isResampling {
      made = follower.convert(
        taken, into: memory,
        capacity: ClockFollower.capacityFrames(periodFrames: options.periodFrames))
    }
    edge.apply(to: memory, count: made)
    chunkStart = 0
    chunkEnd = made
  }

  /// Whether something must go out in place of the frames that are not there.
  @_noLocks
  mutating func needsFiller(isRunningDry: Bool, _ nothingFollows: Bool) -> Bool {
    if chunkFrames > 0 || edge.hasEnded { return false }
    if nothingFollows { return edge.phase != .silent && consumer.readableFrames == 0 }
    return isRunningDry
  }

  /// Makes half a period of frames out of the last one, falling into silence, and says how many.
  @_noLocks
  mutating func loadFiller() -> Int {
    let frames = max(options.periodFrames / 2, 1)
    edge.conceal(memory, count: frames, fadeFrames: options.mendFrames)
    isConcealing = edge.phase != .silent
    chunkStart = 0
    chunkEnd = frames
    isAligned = false
    return frames
  }

  // MARK: - The time

  /// Sees whether frames are missing somewhere before the ring's end.
  @_noLocks
  mutating func noteGaps(_ signals: borrowing LiveSignals) {
    let gaps = signals.gaps.value
    if gaps == seenGaps { return }
    let gap = max(signals.epochFrame.value, place)
    // Only the last one's place is told. If there were several, the sound falls before all of them.
    if fallPlace == nil { fallPlace = gaps - seenGaps == 1 ? gap : place }
    seenGaps = gaps
    gapPlace = gap
    // A sound that was about to begin would begin before the gap, at a time that nobody tells.
    if edge.phase == .silent { isAligned = false }
  }

  /// Whether the sound has come to where frames are missing, or is being replaced already: what has
  /// begun to fall falls into silence, whatever comes meanwhile.
  var isAtGap: Bool {
    @_noLocks get {
      if edge.phase == .silent { return false }
      return isConcealing || (fallPlace ?? Int.max) <= place
    }
  }

  /// Whether more waits than the latency explains: the device plays more slowly than we are given.
  @_noLocks
  mutating func isLate(beyond frames: Int, queued: Int) -> Bool {
    edge.phase == .sounding && queued + consumer.readableFrames > frames
  }

  @_noLocks
  mutating func fadeToRealign() {
    edge.fadeOut(frames: options.mendFrames)
    isAligned = false
  }

  /// Whether the sound may not begin before the latency is restored.
  var mustAlign: Bool { @_noLocks get { edge.phase == .silent && !isAligned } }

  @_noLocks
  mutating func noteAligned() { isAligned = true }

  /// A sound that has been silent begins anew: nothing of the old one may come with it. Says how many
  /// frames that costs.
  @_noLocks
  mutating func forget() -> Int { follower.restart() }

  /// Frames from the capture of the ring's next frame to its being heard, were it written now.
  ///
  /// - Parameter epoch: when frame 0 was captured.
  @_noLocks
  func latency(_ queue: PlaybackQueue, epoch: Int) -> Double {
    let elapsed = queue.nanoseconds - epoch
    // Whole seconds apart, so that a fraction of a frame is left of a number of years.
    let seconds = elapsed / 1_000_000_000
    let fraction = Double((elapsed - seconds * 1_000_000_000) * options.time.rate) * 1e-9
    return Double(seconds * options.time.rate - place + queue.frames) + fraction
      + follower.heldFrames
  }

  /// Tells the clocks apart by what is between the devices.
  ///
  /// - Returns: whether they have turned out to be too far apart, once.
  @_noLocks
  mutating func follow(_ queue: PlaybackQueue, epoch: Int, latencyFrames: Int) -> Bool {
    guard edge.phase == .sounding, consumer.readableFrames > 0 else { return false }
    let excess = latency(queue, epoch: epoch) - Double(latencyFrames)
    return follower.follow(excessFrames: excess, now: queue.nanoseconds)
  }

  /// Drops frames before a gap, whose times the epoch does not tell any more.
  @_noLocks
  mutating func dropBeforeGap() -> Int {
    guard let gap = gapPlace else { return 0 }
    let dropped = drop(max(gap - place, 0))
    if place >= gap {
      gapPlace = nil
      fallPlace = nil
    }
    return dropped
  }

  /// Drops up to so many frames of the ring, as many as there are.
  @_noLocks
  mutating func drop(_ frames: Int) -> Int {
    let dropped = consumer.discard(frames)
    place += dropped
    return dropped
  }
}

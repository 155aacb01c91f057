internal import RateMatching

/// Has playback take frames as fast as capture gives them, when each device has its own clock.
///
/// Thread: audio.
struct ClockFollower: ~Copyable {
  private var loop: ClockLoop
  /// None where nothing has to be resampled. In memory of its own, because a value that may be missing
  /// cannot be changed in place.
  private let resampler: UnsafeMutablePointer<VariableResampler>?
  private let clocks: Clocks
  /// Frames out of the ring, interleaved, on their way into the resampler.
  private let input: UnsafeMutablePointer<Float>
  private var lastReading: Int?
  private var hasToldMismatch = false
  /// Of the sound that is under way, as far as the resampler holds any.
  private var takenFrames = 0

  /// Frames that one block can become, when the clocks are as far apart as is followed.
  static func capacityFrames(periodFrames: Int) -> Int { periodFrames + periodFrames / 32 + 2 }

  /// Frames that following adds to the latency.
  static func delayFrames(_ clocks: Clocks) -> Int {
    clocks == .resampled ? VariableResampler.delayFrames : 0
  }

  /// Frames at the beginning of a sound in which a resampler answers to the edge: its filter reaches as far
  /// before it as behind it.
  var settlingFrames: Int { @_noLocks get { 2 * Self.delayFrames(clocks) } }

  init(options: PlaybackOptions) {
    let sampleCount = options.periodFrames * options.channelCount
    let memory = UnsafeMutablePointer<Float>.allocate(capacity: sampleCount)
    memory.initialize(repeating: 0, count: sampleCount)
    loop = ClockLoop(sampleRate: options.time.rate, periodFrames: options.periodFrames)
    resampler = options.clocks == .resampled ? Self.resampler(options) : nil
    clocks = options.clocks
    input = memory
  }

  deinit {
    input.deallocate()
    resampler?.deinitialize(count: 1)
    resampler?.deallocate()
  }

  private static func resampler(
    _ options: PlaybackOptions
  ) -> UnsafeMutablePointer<VariableResampler> {
    let place = UnsafeMutablePointer<VariableResampler>.allocate(capacity: 1)
    place.initialize(
      to: VariableResampler(
        channelCount: options.channelCount, maximumInputFrames: options.periodFrames))
    return place
  }

  /// Where the next frames out of the ring are to be put: room for a period.
  var place: UnsafeMutablePointer<Float> { @_noLocks get { input } }

  /// Frames that were taken and not given yet.
  var heldFrames: Double {
    @_noLocks get {
      guard let resampler else { return 0 }
      return resampler.pointee.heldFrames
    }
  }

  /// Whether frames have to go through ``convert(_:into:capacity:)``.
  var isResampling: Bool { @_noLocks get { clocks == .resampled } }

  /// How much faster the capture device's clock runs, in millionths; 0 where there is one clock.
  var differencePPM: Double { @_noLocks get { clocks == .one ? 0 : loop.differencePPM } }

  /// Turns the frames at ``place`` into frames of the playback device, and says how many.
  ///
  /// - Precondition: ``isResampling``.
  @_noLocks
  mutating func convert(
    _ frames: Int, into output: UnsafeMutablePointer<Float>, capacity: Int
  ) -> Int {
    guard let resampler else { return 0 }
    takenFrames = min(takenFrames + frames, Self.delayFrames(clocks))
    let transfer = resampler.pointee.process(
      input, inputFrames: frames, into: output, outputFrames: capacity)
    return transfer.madeFrames
  }

  /// A sound begins anew: nothing of the last one is left, and the level has just been set.
  ///
  /// - Returns: frames of the last one that were taken and are never given.
  @_noLocks
  mutating func restart() -> Int {
    loop.restart()
    lastReading = nil
    defer { takenFrames = 0 }
    if let resampler { resampler.pointee.reset() }
    return takenFrames
  }

  /// The frames between the devices are so many too many.
  ///
  /// - Returns: whether the clocks have turned out to be too far apart, once.
  @_noLocks
  mutating func follow(excessFrames: Double, now: Int) -> Bool {
    guard clocks != .one else { return false }
    defer { lastReading = now }
    guard let last = lastReading, now > last else { return false }
    let correction = loop.update(
      errorFrames: excessFrames, seconds: Double(now - last) * 1e-9)
    if let resampler { resampler.pointee.correctionPPM = correction }
    guard loop.phase == .mismatched else { return false }
    defer { hasToldMismatch = true }
    return !hasToldMismatch
  }

  /// What the driver of a steered source is to be asked for, in millionths.
  var correctionPPM: Double { @_noLocks get { clocks == .steered ? loop.correctionPPM : 0 } }

  /// How far apart the clocks were over the last second, in millionths.
  var measuredPPM: Double { @_noLocks get { loop.measuredPPM } }
}

internal import SignalProcessing

/// Rounds every edge of the sound that goes to the device: its beginning and end, and the edges of
/// what is missing between.
///
/// Samples are interleaved. Thread: audio.
struct SoundEdge: ~Copyable {
  enum Phase: Equatable {
    /// Frames pass; the gain may still be on its way up.
    case sounding
    /// Frames pass, and silence is near.
    case fadingOut
    /// The next frame begins a sound.
    case silent
  }

  private(set) var phase = Phase.silent
  /// Frames that are still silent although the sound has begun.
  private var silentFrames = 0
  /// From silence to sound and back.
  private var ramp = GainRamp(gain: 0)
  /// Falls once, at the end.
  private var ending = GainRamp(gain: 1)
  private(set) var isEnding = false
  private let channelCount: Int
  /// The last frame that went out, before the gains.
  private let last: UnsafeMutablePointer<Float>

  init(channelCount: Int) {
    self.channelCount = channelCount
    last = .allocate(capacity: channelCount)
    last.initialize(repeating: 0, count: channelCount)
  }

  deinit { last.deallocate() }

  /// Whether the end was asked for and is reached.
  var hasEnded: Bool { @_noLocks get { isEnding && !ending.isMoving } }

  /// The next frames rise out of silence, after so many that are not heard: in them a filter settles.
  @_noLocks
  mutating func begin(frames: Int, after silent: Int = 0) {
    precondition(phase == .silent, "A sound that is there cannot begin.")
    phase = .sounding
    silentFrames = silent
    ramp.move(to: 1, frames: frames)
  }

  /// The next frames fall into silence.
  @_noLocks
  mutating func fadeOut(frames: Int) {
    if phase != .sounding { return }
    phase = .fadingOut
    if silentFrames > 0 { ramp = GainRamp(gain: 0) }
    silentFrames = 0
    ramp.move(to: 0, frames: frames)
    if !ramp.isMoving { phase = .silent }
  }

  /// The sound is cut off already, by the device.
  @_noLocks
  mutating func cut() {
    phase = .silent
    silentFrames = 0
    ramp = GainRamp(gain: 0)
  }

  /// All further frames fall into silence for good.
  @_noLocks
  mutating func end(frames: Int) {
    if isEnding { return }
    isEnding = true
    ending.move(to: 0, frames: frames)
  }

  /// Passes frames on.
  @_noLocks
  mutating func apply(to frames: UnsafeMutablePointer<Float>, count: Int) {
    if count == 0 { return }
    copyFrame(from: frames + (count - 1) * channelCount, to: last)
    scale(frames, count)
  }

  /// Makes frames where there are none: the last one, falling into silence.
  @_noLocks
  mutating func conceal(
    _ frames: UnsafeMutablePointer<Float>, count: Int, fadeFrames: Int
  ) {
    fadeOut(frames: fadeFrames)
    var frame = 0
    while frame < count {
      copyFrame(from: last, to: frames + frame * channelCount)
      frame += 1
    }
    scale(frames, count)
  }

  @_noLocks
  private func copyFrame(
    from source: UnsafePointer<Float>, to place: UnsafeMutablePointer<Float>
  ) {
    var channel = 0
    while channel < channelCount {
      place[channel] = source[channel]
      channel += 1
    }
  }

  @_noLocks
  private mutating func scale(_ frames: UnsafeMutablePointer<Float>, _ count: Int) {
    let silent = min(silentFrames, count)
    silentFrames -= silent
    frames.update(repeating: 0, count: silent * channelCount)
    ramp.apply(
      toInterleaved: frames + silent * channelCount, frames: count - silent,
      channelCount: channelCount)
    ending.apply(toInterleaved: frames, frames: count, channelCount: channelCount)
    if phase == .fadingOut && !ramp.isMoving { phase = .silent }
  }
}

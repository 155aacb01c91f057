import Convolution
internal import SignalProcessing

/// The engine's output level and its bypass, moved along raised cosines; the first block is at once
/// at the levels as they stand.
struct EngineMix: ~Copyable {
  /// 21 ms at 48 kHz: no step is heard.
  private static var rampFrames: Int { @_noLocks get { 1024 } }

  private let levels: EngineLevels
  private var gain = GainRamp(gain: 1)
  private var wet = GainRamp(gain: 1)
  private var dry = GainRamp(gain: 0)
  private var isFresh = true
  private let blockFrames: Int
  private let channelCount: Int
  /// `[channel][blockFrames]`
  private let scratch: UnsafeMutablePointer<Sample>

  /// - Parameter channelCount: of the output; the input has as many where it can be bypassed.
  init(_ levels: consuming EngineLevels, channelCount: Int, blockFrames: Int) {
    let scratch = UnsafeMutablePointer<Sample>.allocate(capacity: channelCount * blockFrames)
    scratch.initialize(repeating: 0, count: channelCount * blockFrames)
    self.levels = levels
    self.channelCount = channelCount
    self.blockFrames = blockFrames
    self.scratch = scratch
  }

  deinit { scratch.deallocate() }

  /// Has the next block begin at the levels as they stand then.
  @_noLocks
  mutating func reset() { isFresh = true }

  /// Where the level of the untouched input is going, or stands.
  var dryTarget: Float { @_noLocks get { dry.target } }

  /// Sets the level of a block that holds nothing of the chain, and lets the untouched input be heard in
  /// it. The block after it has the chain fade in.
  ///
  /// - Parameter output: zeros.
  @_noLocks
  mutating func rest(
    _ input: UnsafePointer<Sample>, into output: UnsafeMutablePointer<Sample>, dryGain: Float
  ) {
    let frames = isFresh ? 0 : Self.rampFrames
    isFresh = false
    wet = GainRamp(gain: 0)
    if dryGain == 0 { dry = GainRamp(gain: 0) }
    if dry.target != dryGain { dry.move(to: dryGain, frames: Self.rampFrames) }
    if gain.target != levels.gain { gain.move(to: levels.gain, frames: frames) }
    if dry.isMoving || dry.target != 0 { mixDry(input, into: output) }
    gain.apply(
      to: output, frames: blockFrames, channelCount: channelCount, channelStride: blockFrames)
  }

  /// Mixes the untouched input in as far as it is bypassed, then sets the level.
  @_noLocks
  mutating func apply(
    _ input: UnsafePointer<Sample>, to output: UnsafeMutablePointer<Sample>
  ) {
    follow()
    if dry.isMoving || dry.target != 0 || wet.isMoving || wet.target != 1 {
      mixDry(input, into: output)
    }
    gain.apply(
      to: output, frames: blockFrames, channelCount: channelCount, channelStride: blockFrames)
  }

  @_noLocks
  private mutating func follow() {
    let frames = isFresh ? 0 : Self.rampFrames
    isFresh = false
    let isBypassed = levels.isBypassed
    let wantedWet: Float = isBypassed ? 0 : 1
    let wantedDry: Float = isBypassed ? levels.bypassGain : 0
    let wantedGain = levels.gain
    if wet.target != wantedWet { wet.move(to: wantedWet, frames: frames) }
    if dry.target != wantedDry { dry.move(to: wantedDry, frames: frames) }
    if gain.target != wantedGain { gain.move(to: wantedGain, frames: frames) }
  }

  @_noLocks
  private mutating func mixDry(
    _ input: UnsafePointer<Sample>, into output: UnsafeMutablePointer<Sample>
  ) {
    copySamples(input, to: scratch, count: channelCount * blockFrames)
    dry.apply(
      to: scratch, frames: blockFrames, channelCount: channelCount, channelStride: blockFrames)
    wet.apply(
      to: output, frames: blockFrames, channelCount: channelCount, channelStride: blockFrames)
    var index = 0
    while index < channelCount * blockFrames {
      output[index] += scratch[index]
      index += 1
    }
  }
}

import Convolution
internal import SignalProcessing

/// The engine's output level and its bypass, moved along raised cosines.
struct EngineMix: ~Copyable {
  /// 21 ms at 48 kHz: no step is heard.
  private static var rampFrames: Int { @_noLocks get { 1024 } }

  private let levels: EngineLevels
  private var gain = GainRamp(gain: 1)
  private var wet = GainRamp(gain: 1)
  private var dry = GainRamp(gain: 0)
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

  /// Mixes the untouched input in as far as it is bypassed, then sets the level.
  @_noLocks
  mutating func apply(
    _ input: UnsafePointer<Sample>, to output: UnsafeMutablePointer<Sample>
  ) {
    let wantedDry: Float = levels.isBypassed ? 1 : 0
    if dry.target != wantedDry {
      dry.move(to: wantedDry, frames: Self.rampFrames)
      wet.move(to: 1 - wantedDry, frames: Self.rampFrames)
    }
    if dry.isMoving || dry.target != 0 { mixDry(input, into: output) }

    let wantedGain = levels.gain
    if gain.target != wantedGain { gain.move(to: wantedGain, frames: Self.rampFrames) }
    gain.apply(
      to: output, frames: blockFrames, channelCount: channelCount, channelStride: blockFrames)
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

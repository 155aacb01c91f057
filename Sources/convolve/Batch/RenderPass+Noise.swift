internal import Rendering
internal import Session
internal import SoundFiles

extension RenderPass {
  /// Where a measured result goes on its way to the file.
  ///
  /// - Parameter gain: that it is turned up by, linear.
  /// - Parameter meter: of the result before that.
  /// - Parameter frames: that will come.
  func finish(
    _ gain: Double, _ meter: LevelMeter, frames: Int
  ) throws(CommandFailure) -> any FrameSink {
    guard let noise = task.noise else {
      return Finish(into: sink, gain: gain, ditherBits: ditherBits)
    }
    // Dither belongs to the rounding of all that is there, the noise included.
    let rounded = Finish(into: sink, ditherBits: ditherBits)
    let mixer = NoiseSink(
      noise, toEnergy: meter.energy * gain * gain, frames: frames, into: rounded)
    guard let mixer else {
      throw CommandFailure(
        "\(task.input): the noise chosen for it is silent there; take that file out", .badSound)
    }
    return Finish(into: mixer, gain: gain)
  }
}

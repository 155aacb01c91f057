internal import Realtime

/// The memory of one block on its way through the engine, planar: `[channel][frame]`.
struct RenderBlock: ~Copyable {
  let input: UnsafeMutablePointer<Float>
  let output: UnsafeMutablePointer<Float>
  let frames: Int
  let inputCount: Int
  let outputCount: Int

  init(inputCount: Int, outputCount: Int, frames: Int) {
    let memory = UnsafeMutablePointer<Float>.allocate(capacity: (inputCount + outputCount) * frames)
    memory.initialize(repeating: 0, count: (inputCount + outputCount) * frames)
    input = memory
    output = memory + inputCount * frames
    self.frames = frames
    self.inputCount = inputCount
    self.outputCount = outputCount
  }

  deinit { input.deallocate() }

  /// Has silence come in.
  @_noLocks
  func silence() { input.update(repeating: 0, count: inputCount * frames) }

  /// Copies a run of the output's frames as `[frame][channel]`.
  @_noLocks
  func interleave(from first: Int, _ count: Int, into place: UnsafeMutablePointer<Float>) {
    var channel = 0
    while channel < outputCount {
      let source = output + channel * frames + first
      var frame = 0
      while frame < count {
        place[frame * outputCount + channel] = source[frame]
        frame += 1
      }
      channel += 1
    }
  }
}

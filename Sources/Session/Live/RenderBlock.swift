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
    if outputCount == 2 { return interleaveStereo(from: first, count, into: place) }
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

  /// The usual case, four frames at a time.
  @_noLocks
  private func interleaveStereo(
    from first: Int, _ count: Int, into place: UnsafeMutablePointer<Float>
  ) {
    let left = output + first, right = left + frames
    let whole = count & ~3
    var frame = 0
    while frame < whole {
      let lefts = UnsafeRawPointer(left + frame).loadUnaligned(as: SIMD4<Float>.self)
      let rights = UnsafeRawPointer(right + frame).loadUnaligned(as: SIMD4<Float>.self)
      var pairs = SIMD8<Float>()
      pairs.evenHalf = lefts
      pairs.oddHalf = rights
      UnsafeMutableRawPointer(place + 2 * frame).storeBytes(of: pairs, as: SIMD8<Float>.self)
      frame += 4
    }
    while frame < count {
      place[2 * frame] = left[frame]
      place[2 * frame + 1] = right[frame]
      frame += 1
    }
  }
}

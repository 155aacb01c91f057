/// The first taps of every path in direct form, for blocks shorter than a transform is worth.
///
/// Measured at 64 points: a transform pair and a product take 74 ns, 32 taps over 32 frames 41 ns,
/// 16 over 16 frames 11 ns.
///
/// Thread: made and freed off the audio thread, used by it alone.
struct DirectHead: ~Copyable {
  private let kernels: Kernels
  private let memory: SampleMemory
  private var current: DirectPaths
  private var incoming: DirectPaths
  /// Frames of the change done; `nil` when there is none.
  private var fadeFrame: Int?
  private let inputCount: Int
  private let outputCount: Int
  private let blockFrames: Int
  private let tapCount: Int
  /// `[input][tapCount + blockFrames]`: the past, then the block.
  private let lines: UnsafeMutablePointer<Sample>
  private let lineFrames: Int
  /// `[output][blockFrames]`
  private let scratch: UnsafeMutablePointer<Sample>

  init(
    _ filters: DirectFilters, blockFrames: Int, inputCount: Int, outputCount: Int, kernels: Kernels
  ) {
    let lineFrames = filters.tapCount + blockFrames
    let memory = SampleMemory(count: inputCount * lineFrames + outputCount * blockFrames)
    self.kernels = kernels
    self.memory = memory
    current = filters.paths
    incoming = filters.paths
    self.inputCount = inputCount
    self.outputCount = outputCount
    scratch = memory.base + inputCount * lineFrames
    self.blockFrames = blockFrames
    tapCount = filters.tapCount
    lines = memory.base
    self.lineFrames = lineFrames
  }

  /// Adds the head's output for one block.
  ///
  /// - Parameter input: `[input][blockFrames]`. - Parameter output: `[output][blockFrames]`.
  /// - Complexity: tapCount multiply-adds per frame and path. Thread: audio.
  @_noLocks
  mutating func render(
    _ input: UnsafePointer<Sample>, weights: SwapWeights,
    into output: UnsafeMutablePointer<Sample>
  ) {
    var channel = 0
    while channel < inputCount {
      let line = lines + channel * lineFrames
      kernels.copy(line + blockFrames, to: line, count: tapCount)
      kernels.copy(input + channel * blockFrames, to: line + tapCount, count: blockFrames)
      channel += 1
    }
    guard let frame = fadeFrame else {
      add(current, into: output)
      return
    }
    addWeighted(current, weights.falling + frame, into: output)
    addWeighted(incoming, weights.rising + frame, into: output)
    fadeFrame = frame + blockFrames
    if frame + blockFrames >= weights.fadeFrames {
      current = incoming
      fadeFrame = nil
    }
  }

  /// Fades to another bank's paths, from the next block on: direct form needs no warming up.
  ///
  /// - Precondition: no change is under way.
  @_noLocks
  mutating func begin(_ paths: DirectPaths) {
    incoming = paths
    fadeFrame = 0
  }

  /// Whether a change is under way.
  var isChanging: Bool { @_noLocks get { fadeFrame != nil } }

  @_noLocks
  private func addWeighted(
    _ paths: DirectPaths, _ weight: UnsafePointer<Sample>,
    into output: UnsafeMutablePointer<Sample>
  ) {
    kernels.clear(scratch, count: outputCount * blockFrames)
    add(paths, into: scratch)
    var channel = 0
    while channel < outputCount {
      let place = channel * blockFrames
      kernels.addProduct(scratch + place, weight, to: output + place, count: blockFrames)
      channel += 1
    }
  }

  @_noLocks
  private func add(_ paths: DirectPaths, into output: UnsafeMutablePointer<Sample>) {
    var index = 0
    while index < paths.count {
      let path = paths.first[index]
      kernels.directFilter(
        lines + path.input * lineFrames + tapCount, taps: path.taps, tapCount: tapCount,
        addingTo: output + path.output * blockFrames, frames: blockFrames)
      index += 1
    }
  }

  /// Forgets all past input; a change under way is completed at once.
  @_noLocks
  mutating func reset() {
    if fadeFrame != nil { current = incoming }
    fadeFrame = nil
    kernels.clear(lines, count: inputCount * lineFrames)
  }
}

/// One path of the head, for the audio thread.
struct DirectPath {
  let input: Int
  let output: Int
  let taps: UnsafePointer<Sample>
}

/// All paths of one bank's head.
struct DirectPaths {
  let first: UnsafeMutablePointer<DirectPath>
  let count: Int
}

/// The head's taps.
///
/// `@unchecked`: written in the initialiser only, read by any thread afterwards.
final class DirectFilters: @unchecked Sendable {
  let tapCount: Int
  let paths: DirectPaths
  private let memory: SampleMemory

  init(_ matrix: ImpulseMatrix, tapCount: Int) {
    let heads = matrix.paths.filter { $0.taps.prefix(tapCount).contains { $0 != 0 } }
    memory = SampleMemory(count: heads.count * tapCount)
    self.tapCount = tapCount
    let places = UnsafeMutablePointer<DirectPath>.allocate(capacity: max(heads.count, 1))
    paths = DirectPaths(first: places, count: heads.count)
    for (index, path) in heads.enumerated() {
      let place = memory.base + index * tapCount
      for (tap, value) in path.taps.prefix(tapCount).enumerated() { place[tap] = value }
      (places + index).initialize(
        to: DirectPath(input: path.input, output: path.output, taps: UnsafePointer(place)))
    }
  }

  deinit { paths.first.deallocate() }
}

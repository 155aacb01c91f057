internal import Convolution
internal import Engine
internal import Realtime

/// An engine with the segment that it renders.
///
/// `@unchecked`: the file's thread fills and empties it while no other renders, and hands it over
/// and back through a ``RenderWorker``'s signals.
final class SegmentRenderer: RenderTask, @unchecked Sendable {
  private var engine: RenderEngine
  private let warmUpCapacity: Int
  private let blockFrames: Int
  private let inputCount: Int
  private let outputCount: Int
  private let segmentCapacity: Int
  /// `[warmUpCapacity + segmentCapacity][inputCount]`
  private let input: UnsafeMutablePointer<Sample>
  /// `[segmentCapacity][outputCount]`
  private let output: UnsafeMutablePointer<Sample>
  /// Planar, one block.
  private let inputBlock: UnsafeMutablePointer<Sample>
  private let outputBlock: UnsafeMutablePointer<Sample>

  /// The engine's past when the segment begins.
  enum Start: Equatable {
    /// The segment rendered last.
    case continued
    case silent
    /// The last so many frames before the segment.
    case warmedUp(frames: Int)
  }

  var start = Start.continued
  /// Frames of the segment that are wanted.
  var frames = 0

  /// - Parameter layout: lengths are multiples of the engine's block.
  init(_ engine: consuming RenderEngine, _ layout: SegmentLayout) {
    let block = engine.blockFrames
    let inputs = engine.inputCount, outputs = engine.outputCount
    precondition(layout.frames % block == 0 && layout.warmUpFrames % block == 0)
    warmUpCapacity = layout.warmUpFrames
    segmentCapacity = layout.frames
    blockFrames = block
    inputCount = inputs
    outputCount = outputs
    input = .allocate(capacity: (layout.warmUpFrames + layout.frames) * inputs)
    output = .allocate(capacity: layout.frames * outputs)
    inputBlock = .allocate(capacity: block * inputs)
    outputBlock = .allocate(capacity: block * outputs)
    input.initialize(repeating: 0, count: (layout.warmUpFrames + layout.frames) * inputs)
    output.initialize(repeating: 0, count: layout.frames * outputs)
    inputBlock.initialize(repeating: 0, count: block * inputs)
    outputBlock.initialize(repeating: 0, count: block * outputs)
    self.engine = engine
  }

  deinit {
    input.deallocate()
    output.deallocate()
    inputBlock.deallocate()
    outputBlock.deallocate()
  }

  /// The segment's own input, frame by frame.
  var segmentInput: UnsafeMutableBufferPointer<Sample> {
    UnsafeMutableBufferPointer(
      start: input + warmUpCapacity * inputCount, count: segmentCapacity * inputCount)
  }

  /// What was rendered, frame by frame.
  var segmentOutput: UnsafeBufferPointer<Sample> {
    UnsafeBufferPointer(start: output, count: frames * outputCount)
  }

  /// Takes over the end of the segment before this one, to warm up with.
  func takePast(from previous: SegmentRenderer) {
    let samples = warmUpCapacity * inputCount
    let past = previous.segmentInput.suffix(samples)
    for (index, sample) in past.enumerated() { input[index] = sample }
  }

  /// Renders the warm-up and the segment, block by block until `stop` is raised.
  func render(unless stop: borrowing AtomicFlag) {
    var frame = 0
    if start != .continued { engine.reset() }
    if case .warmedUp(let frames) = start { frame = -frames }
    while frame < frames && !stop.isRaised {
      takeBlock(at: warmUpCapacity + frame)
      engine.render(inputBlock, into: outputBlock)
      if frame >= 0 { giveBlock(at: frame) }
      frame += blockFrames
    }
  }

  private func takeBlock(at first: Int) {
    Interleaving.separate(
      input + first * inputCount, into: inputBlock, channels: inputCount, frames: blockFrames)
  }

  private func giveBlock(at first: Int) {
    Interleaving.join(
      outputBlock, into: output + first * outputCount, channels: outputCount, frames: blockFrames)
  }
}

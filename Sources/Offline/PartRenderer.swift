internal import Convolution
internal import Engine
internal import Realtime

/// The engine of some channels, and the round that it renders next.
///
/// `@unchecked`: the file's thread sets `round` while no other renders, and hands it over and back
/// through a ``RenderWorker``'s signals.
final class PartRenderer: RenderTask, @unchecked Sendable {
  var round: ChannelRound?
  private var engine: RenderEngine
  private let part: MatrixPart
  /// Planar, one block.
  private let inputBlock: UnsafeMutablePointer<Sample>
  private let outputBlock: UnsafeMutablePointer<Sample>

  init(_ part: MatrixPart, _ engine: consuming RenderEngine) {
    self.part = part
    inputBlock = .allocate(capacity: engine.blockFrames * engine.inputCount)
    outputBlock = .allocate(capacity: engine.blockFrames * engine.outputCount)
    inputBlock.initialize(repeating: 0, count: engine.blockFrames * engine.inputCount)
    outputBlock.initialize(repeating: 0, count: engine.blockFrames * engine.outputCount)
    self.engine = engine
  }

  deinit {
    inputBlock.deallocate()
    outputBlock.deallocate()
  }

  func render(unless stop: borrowing AtomicFlag) {
    guard let round else { return }
    let block = engine.blockFrames
    for frame in stride(from: 0, to: round.frames, by: block) where !stop.isRaised {
      for (place, channel) in part.inputs.enumerated() {
        let samples = round.inputs + channel * round.capacity + frame
        (inputBlock + place * block).update(from: samples, count: block)
      }
      engine.render(inputBlock, into: outputBlock)
      for (place, channel) in part.outputs.enumerated() {
        let samples = round.outputs + channel * round.capacity + frame
        samples.update(from: outputBlock + place * block, count: block)
      }
    }
  }
}

internal import Convolution
internal import Engine
internal import Realtime

/// The engine of some channels, which renders one round after the other.
///
/// `@unchecked`: the file's thread hands rounds over and back through a ``RenderWorker``'s signals;
/// the rest is the worker's own.
final class PartRenderer: RenderTask, @unchecked Sendable {
  private let rounds: [ChannelRound]
  private var turn = 0
  private var engine: RenderEngine
  private let part: MatrixPart
  /// Planar, one block.
  private let inputBlock: UnsafeMutablePointer<Sample>
  private let outputBlock: UnsafeMutablePointer<Sample>

  /// - Parameter rounds: rendered in turn.
  init(_ part: MatrixPart, _ engine: consuming RenderEngine, rounds: [ChannelRound]) {
    self.part = part
    self.rounds = rounds
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
    let round = rounds[turn % rounds.count]
    turn += 1
    for frame in stride(from: 0, to: round.frames, by: engine.blockFrames) where !stop.isRaised {
      // One channel's block is as the engine takes it: no copy.
      if part.inputs.count == 1, part.outputs.count == 1 {
        engine.render(
          round.inputs + part.inputs[0] * round.capacity + frame,
          into: round.outputs + part.outputs[0] * round.capacity + frame)
      } else {
        renderCopy(of: round, at: frame)
      }
    }
  }

  private func renderCopy(of round: ChannelRound, at frame: Int) {
    let block = engine.blockFrames
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

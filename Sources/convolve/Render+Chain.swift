internal import Convolution
internal import Engine
internal import Session
internal import SoundFiles

extension Render {
  /// The impulse response at the input's rate, laid over its channels.
  func matrix(for reader: SoundFileReader) throws -> ImpulseMatrix {
    let impulse = try unwrap { () throws(SoundFileError) in
      try ImpulseResponse.load(path: ir).resampled(to: reader.sampleRate)
    }
    if !quiet { for note in impulse.notes { Console.say(note) } }
    let mix = WetDry(
      wet: wet.amplitude, dry: dry?.amplitude ?? 0,
      predelayFrames: try predelayFrames(at: reader.sampleRate))
    return mix.applied(to: try laid(impulse, channels: reader.channelCount))
  }

  private func predelayFrames(at sampleRate: Int) throws -> Int {
    guard let predelay else { return 0 }
    guard let frames = predelay.frames(at: sampleRate) else {
      throw failure("--predelay is \(predelay.text); allowed is up to 600s", .usage)
    }
    return frames
  }

  private func laid(_ impulse: ImpulseResponse, channels: Int) throws -> ImpulseMatrix {
    if channels == 1 && impulse.channelCount > 1 && layout == .auto {
      return ImpulseLayout.fanOut(impulses: impulse.channels)
    }
    do throws(ImpulseLayoutError) {
      return try layout.matrix(impulses: impulse.channels, channels: channels)
    } catch {
      throw failure("\(ir): \(error)", .badSound)
    }
  }

  func plan(for matrix: ImpulseMatrix) -> PartitionPlan {
    if let block { return Planner(goal: .live).plan(matrix, blockFrames: block) }
    return Planner().offlinePlan(matrix)
  }

  /// A mono sound that goes to several outputs is first spread over as many channels.
  static func chain(_ matrix: ImpulseMatrix) -> Chain {
    let convolve = Chain.Stage.convolve(
      ConvolveStage(
        inputs: Array(0..<matrix.inputCount), outputs: Array(0..<matrix.outputCount),
        matrix: matrix))
    if matrix.outputCount <= matrix.inputCount {
      return Chain(inputCount: matrix.inputCount, stages: [convolve])
    }
    let spread = RouteStage(
      outputs: (0..<matrix.outputCount).map { channel in
        channel < matrix.inputCount ? [.init(input: channel, gain: 1)] : []
      })
    return Chain(inputCount: matrix.inputCount, stages: [.route(spread), convolve])
  }
}

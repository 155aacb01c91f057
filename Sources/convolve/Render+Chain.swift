internal import ArgumentParser
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
    return mix.applied(to: try layout.matrix(impulse, channels: reader.channelCount))
  }

  private func predelayFrames(at sampleRate: Int) throws -> Int {
    guard let predelay else { return 0 }
    guard let frames = predelay.frames(at: sampleRate) else {
      throw failure("--predelay is \(predelay.text); allowed is up to 600s", .usage)
    }
    return frames
  }

  /// What `--plan` says; `nil` when it is not given.
  func givenPlan() throws(PartitionPlanError) -> PartitionPlan? {
    guard let partitions else { return nil }
    return try PartitionPlan(parsing: partitions, blockFrames: block)
  }

  /// The same on every machine, however fast its kernels are.
  func plan(for matrix: ImpulseMatrix) throws -> PartitionPlan {
    if let plan = try givenPlan() {
      guard plan.tapCapacity >= matrix.tapCount else {
        throw failure(
          """
          --plan \(plan) holds \(plan.tapCapacity) taps and \(ir) has \(matrix.tapCount) here; give \
          it more partitions
          """, .usage)
      }
      return plan
    }
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

import Convolution
import SignalProcessing

extension Chain {
  /// Frames by which all stages together delay the sound, beyond what they were asked to.
  ///
  /// A stage that is late on some of its channels makes the others as late: what belongs together
  /// stays together.
  public var latencyFrames: Int { stages.reduce(0) { $0 + $1.latencyFrames } }

  /// The stages, each late one followed by a delay of the channels that it does not touch.
  var alignedStages: [Stage] {
    var channels = inputCount
    return stages.flatMap { stage in
      channels = stage.channelCount(after: channels)
      guard let rest = stage.alignment(channels) else { return [stage] }
      return [stage, .delay(rest)]
    }
  }
}

extension Chain.Stage {
  var latencyFrames: Int {
    switch self {
    case .convolve(let stage): stage.latencyFrames
    case .delay(let stage): stage.latencyFrames
    case .limiter(let stage): stage.lookAheadFrames
    case .gain, .route, .filter: 0
    }
  }

  /// The delay that the stage owes to the channels it passes; `nil` for none.
  fileprivate func alignment(_ channels: Int) -> DelayStage? {
    let late: [Int]
    switch self {
    case .convolve(let stage): late = stage.outputs
    case .limiter(let stage): late = Array(stage.groups.joined())
    case .gain, .route, .filter, .delay: return nil
    }
    if latencyFrames == 0 || late.count == channels { return nil }
    return DelayStage(
      frames: (0..<channels).map { late.contains($0) ? 0 : Double(latencyFrames) })
  }
}

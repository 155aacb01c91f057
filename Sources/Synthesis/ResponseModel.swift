/// One way to make an impulse response out of numbers.
protocol ResponseModel {
  /// What each channel is: an output, or a source and a receiver.
  var channelNames: [String] { get }
  /// The decay that was asked for, from low octaves to high; empty where nothing rings by design.
  var reverberationTargets: [ReverberationTarget] { get }
  /// How it is made, as sentences of plain text.
  var summary: String { get }

  /// - Returns: `[channelNames.count][frames]`, full scale = 1.
  func render(sampleRate: Int) -> [[Float]]
}

extension ResponseModel {
  var reverberationTargets: [ReverberationTarget] { [] }
}

/// One sample of 1.
struct UnitImpulse: ResponseModel {
  let channelNames = ["mono"]
  let summary = "One sample of 1.0: sound passes unchanged."

  func render(sampleRate: Int) -> [[Float]] { [[1]] }
}

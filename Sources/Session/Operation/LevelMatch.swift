public import SignalProcessing

/// Finds how loud the untouched input has to be to sound as loud as the chain: what makes a comparison
/// of both fair.
///
/// Powers are summed over all channels with a memory of ten seconds or so, while the chain is heard.
/// Thread: control.
public struct LevelMatch: Equatable, Sendable {
  private var inputPower = 0.0
  private var outputPower = 0.0

  /// Frames, at any rate, that weigh as much as all before them: 10 s at 48 kHz.
  private static let memoryFrames = 480_000.0
  /// What is quieter than -60 dBFS is noise of the source and tells nothing of music.
  private static let leastPower = 1e-6

  public init() {}

  /// Adds what the meters saw since the last call.
  ///
  /// - Parameter gain: what the outputs were multiplied with behind the chain, linear.
  public mutating func observe(
    inputs: [PeakMeter.Reading], outputs: [PeakMeter.Reading], gain: Float
  ) {
    let frames = Double(inputs.first?.frames ?? 0)
    let input = Self.power(inputs), output = Self.power(outputs)
    guard gain > 0, input >= Self.leastPower, (input + output).isFinite else { return }
    let kept = 1 / (1 + frames / Self.memoryFrames)
    inputPower = inputPower * kept + input * frames
    outputPower = outputPower * kept + output * frames / Double(gain * gain)
  }

  /// Forgets: the chain is another one.
  public mutating func reset() { self = LevelMatch() }

  /// The gain for the untouched input, linear; `nil` until something was heard.
  public var gain: Float? {
    guard inputPower > 0, outputPower > 0 else { return nil }
    return Float((outputPower / inputPower).squareRoot())
  }

  private static func power(_ readings: [PeakMeter.Reading]) -> Double {
    readings.reduce(0) { $0 + Double($1.meanSquare) }
  }
}

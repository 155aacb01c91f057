/// How loud one output of a matrix can become, three ways: all linear, from the taps in float64.
public struct OutputHeadroom: Equatable, Sendable {
  /// The sum of |h| over all taps of all paths to the output. Inputs of peak 1 cannot drive it
  /// higher, and those that know the taps' signs do drive it there.
  public var worstCaseGain: Double
  /// The sum of h² over the same taps: the power gain for white noise, independent per input.
  public var energy: Double
  /// The highest level that full-scale sines can give, one per input and all of one frequency.
  public var responsePeak: ResponsePeak
}

/// Where an output answers loudest: the maximum over frequency of Σ over inputs of |H(f)|.
///
/// Not the response to one signal on all inputs at once, which says nothing about a true-stereo
/// reverb: there the paths cancel or add as chance wants. The sum of magnitudes is what any
/// set of full-scale sines can reach with the worst phases, and for one input it is just |H(f)|.
public struct ResponsePeak: Equatable, Sendable {
  /// Linear. At most 0.1 dB below the true maximum, and never above it.
  public var gain: Double
  /// In cycles per frame, 0 to 0.5; the lowest one where several are as loud.
  public var cyclesPerFrame: Double

  /// The frequency in Hz.
  public func hertz(sampleRate: Int) -> Double { cyclesPerFrame * Double(sampleRate) }
}

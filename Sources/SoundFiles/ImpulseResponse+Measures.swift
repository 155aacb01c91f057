internal import Glibc

/// What an impulse response does to levels and time, in numbers.
public struct ImpulseMeasures: Equatable, Sendable {
  /// One channel's measures, all computed in double precision.
  public struct Channel: Equatable, Sendable {
    /// The largest magnitude of a tap, linear.
    public var peak: Double
    /// The frame of the first tap of that magnitude.
    public var peakFrame: Int
    /// The sum of the squared taps: the gain for white noise, as a power.
    public var energy: Double
    /// The sum of the taps' magnitudes: no input of peak 1 comes out above it, and one reaches it.
    public var worstCaseGain: Double
    /// The frame of the first tap that is not more than 60 dB below the peak: everything before
    /// it is inaudible delay.
    public var preDelayFrames: Int

    /// ``peak`` in dB; minus infinity for a silent channel, as the other levels.
    public var peakDecibels: Double { decibels(peak * peak) }
    /// ``energy`` in dB.
    public var energyDecibels: Double { decibels(energy) }
    /// ``worstCaseGain`` in dB.
    public var worstCaseGainDecibels: Double { decibels(worstCaseGain * worstCaseGain) }

    /// - Complexity: two passes.
    init(_ taps: [Double]) {
      (peak, peakFrame, energy, worstCaseGain, preDelayFrames) = (0, 0, 0, 0, 0)
      for (frame, tap) in taps.enumerated() {
        let magnitude = tap.magnitude
        energy += magnitude * magnitude
        worstCaseGain += magnitude
        if magnitude > peak { (peak, peakFrame) = (magnitude, frame) }
      }
      let audible = peak * 0.001
      preDelayFrames = peak == 0 ? 0 : taps.firstIndex { $0.magnitude >= audible } ?? 0
    }
  }

  /// In the order of the impulse response's channels.
  public var channels: [Channel]
  /// Taps of each channel.
  public var frameCount: Int
  /// In Hz.
  public var sampleRate: Int

  /// The length in seconds.
  public var seconds: Double { Double(frameCount) / Double(sampleRate) }
}

extension ImpulseResponse {
  /// Its levels and delays.
  ///
  /// - Complexity: two passes over all taps; keep the result.
  public func measures() -> ImpulseMeasures {
    ImpulseMeasures(
      channels: channels.map(ImpulseMeasures.Channel.init), frameCount: frameCount,
      sampleRate: sampleRate)
  }
}

/// A ratio of powers in dB.
func decibels(_ power: Double) -> Double { 10 * log10(power) }

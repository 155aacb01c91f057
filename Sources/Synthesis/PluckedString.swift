import Glibc

/// One plucked string: a delay line as long as the note's period, closed through a loop filter.
///
/// Source: Karplus and Strong, Computer Music Journal 7-2 (1983) 43; tuning and decay: Jaffe and
/// Smith, in the same issue, 56.
struct PluckedString {
  /// Hz.
  let frequency: Double
  let sampleRate: Int
  /// Where the string is plucked, as a part of its length.
  let pluckPosition: Double
  /// Hz above which the pluck is dull; a soft finger stands lower than a pick.
  let pluckCutoff: Double

  /// Seconds in which the fundamental of a string of 110 Hz decays by 60 dB; higher strings decay
  /// faster.
  private static let sustainSeconds = 4.5
  /// Seconds in which ``highFrequency`` decays by 60 dB.
  private static let brightSeconds = 0.5
  /// Hz.
  private static let highFrequency = 3000.0
  /// The part of noise in the pluck: what the finger's skin adds to a clean release.
  private static let noise = 0.25

  /// Radians per frame.
  private var pulsation: Double { 2 * Double.pi * frequency / Double(sampleRate) }

  /// The sound of the string from the pluck on; its first period has a mean square of 1.
  ///
  /// - Parameter random: the source of the pluck's noise.
  func render(frameCount: Int, random: inout RandomStream) -> [Double] {
    let loop = tunedLoop()
    var samples = pluck(frameCount: loop.delayFrames, random: &random)
    samples.reserveCapacity(frameCount)
    var (last, passed) = (0.0, 0.0)
    var (input, lastInput) = (0.0, 0.0)
    while samples.count < frameCount {
      let sample = samples[samples.count - loop.delayFrames]
      input = (1 - loop.smoothing) * sample + loop.smoothing * last
      passed = loop.allPass * (input - passed) + lastInput
      (last, lastInput) = (sample, input)
      samples.append(loop.gain * passed)
    }
    return samples
  }

  /// What a wave meets on its way round the string.
  private struct Loop {
    var delayFrames: Int
    /// The weight of the older of the two samples that the low-pass averages.
    var smoothing: Double
    /// The coefficient of the all-pass that makes up the rest of the period.
    var allPass: Double
    var gain: Double
  }

  /// The loop whose delay at the fundamental is exactly one period.
  private func tunedLoop() -> Loop {
    let period = Double(sampleRate) / frequency
    let sustain = Self.sustainSeconds * (110 / frequency).squareRoot()
    let smoothing = smoothing(sustainSeconds: sustain)
    let (real, imaginary) = (1 - smoothing + smoothing * cos(pulsation), smoothing * sin(pulsation))
    let rest = period - atan2(imaginary, real) / pulsation
    // An all-pass between 0.1 and 1.1 frames rings least.
    let delayFrames = Int(rest - 0.1)
    let fraction = rest - Double(delayFrames)
    let allPass = sin((1 - fraction) * pulsation / 2) / sin((1 + fraction) * pulsation / 2)
    let loss = exp(-3 * log(10.0) / (frequency * sustain))
    let gain = loss / (real * real + imaginary * imaginary).squareRoot()
    return Loop(
      delayFrames: delayFrames, smoothing: smoothing, allPass: allPass, gain: min(gain, 1))
  }

  /// The low-pass that lets high partials decay in ``brightSeconds``, at any sampling rate.
  private func smoothing(sustainSeconds: Double) -> Double {
    let rate = 1 / Self.brightSeconds - 1 / sustainSeconds
    let ratio = exp(-6 * log(10.0) * rate / frequency)
    let low = pow(sin(pulsation / 2), 2)
    let high = pow(sin(min(Double.pi * Self.highFrequency / Double(sampleRate), Double.pi / 2)), 2)
    // |H|^2 = 1 - 4 S (1 - S) sin^2(w / 2), solved for S at the given ratio of two frequencies.
    let product = (1 - ratio) / (4 * (high - ratio * low))
    return 0.5 * (1 - max(1 - 4 * product, 0).squareRoot())
  }

  /// One period of the string's motion at the bridge: a pulse as long as the plucked part, whose
  /// partials have their zeros where the pluck has its nodes, and some noise through the same comb.
  private func pluck(frameCount: Int, random: inout RandomStream) -> [Double] {
    let width = max(1, Int(pluckPosition * Double(frameCount)))
    let grain = (0..<frameCount).map { _ in random.bipolar() }
    let raw = (0..<frameCount).map { frame in
      (frame < width ? 1 : 0)
        + Self.noise * (grain[frame] - grain[(frame + frameCount - width) % frameCount])
    }
    return normalized(dulled(raw))
  }

  /// A period through a low-pass of first order at ``pluckCutoff``, applied twice round the period
  /// so that its end meets its beginning.
  private func dulled(_ period: [Double]) -> [Double] {
    let keep = exp(-2 * Double.pi * pluckCutoff / Double(sampleRate))
    var state = 0.0
    var result = period
    for _ in 0..<2 {
      for frame in period.indices {
        state = (1 - keep) * period[frame] + keep * state
        result[frame] = state
      }
    }
    return result
  }

  /// A period without its mean, which no string radiates, at a mean square of 1.
  private func normalized(_ period: [Double]) -> [Double] {
    let mean = period.reduce(0, +) / Double(period.count)
    let power = period.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(period.count)
    return period.map { ($0 - mean) / power.squareRoot() }
  }
}

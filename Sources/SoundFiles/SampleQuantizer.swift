/// Turns floating-point samples into integers of 16, 24 or 32 bits, counting what did not fit.
///
/// The scale is 2^(bits-1) both ways, the reader's as well, so that an integer file that passes
/// through unchanged is written bit for bit. libsndfile's own conversion scales by 2^(bits-1) - 1.
struct SampleQuantizer {
  /// Samples beyond full scale, written as the nearest one that exists. +1.0 is one of them: the
  /// largest integer stands for one step less.
  private(set) var clippedCount = 0
  /// NaN and infinite samples, written as silence.
  private(set) var nonFiniteCount = 0

  /// The largest magnitude of a sample beyond full scale; 0 without one.
  private(set) var clippedPeak = 0.0

  /// From here to twice as much, doubles are whole numbers; far beyond 32 bits of either sign.
  private static let wholeNumbers = 0x1.8p52

  private let scale: Double
  private let highest: Double
  private let shift: Int32

  /// - Precondition: `bits` is 2...32.
  init(bits: Int) {
    precondition((2...32).contains(bits), "integer samples have 2 to 32 bits")
    scale = Double(1 << (bits - 1))
    highest = scale - 1
    shift = Int32(32 - bits)
  }

  /// The nearest integer sample, ties to even, left-justified in 32 bits as libsndfile takes it.
  mutating func quantize(_ sample: Double) -> Int32 {
    guard sample.isFinite else {
      nonFiniteCount += 1
      return 0
    }
    // Rounds to the nearest, ties to even, as `rounded` does by a call for each sample.
    var steps = sample * scale + Self.wholeNumbers - Self.wholeNumbers
    if steps > highest || steps < -scale {
      clippedCount += 1
      clippedPeak = max(clippedPeak, sample.magnitude)
      steps = steps > 0 ? highest : -scale
    }
    // Bounded above: a conversion out of range would end the process.
    return Int32(steps) &<< shift
  }

  /// A floating-point sample with NaN and infinities made silence and counted.
  mutating func passFinite<Sample: FloatingPoint>(_ sample: Sample) -> Sample {
    if sample.isFinite { return sample }
    nonFiniteCount += 1
    return 0
  }
}

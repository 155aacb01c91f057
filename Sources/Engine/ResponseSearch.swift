import Convolution
import SignalProcessing

#if canImport(Glibc)
  import Glibc
#endif

/// Finds the peak of a magnitude response on a grid fine enough to be sure of it.
///
/// Seen from the middle of its L taps, a response is of exponential type σ = π (L - 1) per cycle
/// per frame. Such a function cannot fall faster from its maximum than cos(σ (f - f₀)), and neither
/// can a sum of magnitudes (turn each by its phase at f₀). With M frequencies on the circle the
/// nearest one is within 1/2M, so that the grid misses at most a factor of cos(π (L - 1) / 2M).
///
/// The grid is made of transforms of N ≥ L points over taps turned by a share of a bin each: the
/// memory of one transform, instead of one zero-padded to M points. Real taps mirror the upper half
/// of the shares.
///
/// - Source: Duffin and Schaeffer, Bulletin of the AMS 44 (1938) 236, for the comparison.
struct ResponseSearch {
  /// The largest miss: 0.1 dB.
  static let largestMiss = 0.1

  private let taps: [ArraySlice<Sample>]
  private let transform: FourierTransform
  /// Shares of a bin: M = shareCount · N.
  private let shareCount: Int
  private var real: [Double]
  private var imaginary: [Double]
  private var sum: [Double]
  private var peak = ResponsePeak(gain: 0, cyclesPerFrame: 0)

  /// - Parameter paths: the taps of every path to the output. Delay does not change a magnitude, so
  ///   that zeros around them cost nothing.
  init(_ paths: [[Sample]]) {
    taps = paths.compactMap { taps in
      guard let first = taps.firstIndex(where: { $0 != 0 }),
        let last = taps.lastIndex(where: { $0 != 0 })
      else { return nil }
      return taps[first...last]
    }
    let longest = taps.map(\.count).max() ?? 1
    transform = FourierTransform(count: FourierTransform.count(holding: longest))
    let widest = acos(pow(10, -Self.largestMiss / 20))
    let points = Double.pi * Double(longest - 1) / (2 * widest)
    shareCount = max(Int((points / Double(transform.count)).rounded(.up)), 1)
    real = [Double](repeating: 0, count: transform.count)
    imaginary = real
    sum = real
  }

  /// The peak of the summed magnitudes.
  ///
  /// - Complexity: 3 to 6 transforms of N points per path: 0.1 s for ten seconds at 48 kHz.
  static func peak(_ paths: [[Sample]]) -> ResponsePeak {
    var search = ResponseSearch(paths)
    for share in 0...search.shareCount / 2 { search.visit(share) }
    return search.peak
  }

  private mutating func visit(_ share: Int) {
    for bin in sum.indices { sum[bin] = 0 }
    for path in taps {
      load(path, share)
      Self.transform(&real, &imaginary, by: transform)
      for bin in sum.indices {
        let power = real[bin] * real[bin] + imaginary[bin] * imaginary[bin]
        sum[bin] += power.squareRoot()
      }
    }
    for bin in sum.indices {
      let turns = (Double(bin) + Double(share) / Double(shareCount)) / Double(transform.count)
      take(sum[bin], min(turns, 1 - turns))
    }
  }

  private static func transform(
    _ real: inout [Double], _ imaginary: inout [Double], by transform: FourierTransform
  ) {
    var re = real.mutableSpan, im = imaginary.mutableSpan
    transform.forward(&re, &im)
  }

  /// A flat response is loudest at its lowest frequency, whatever rounding says.
  private mutating func take(_ gain: Double, _ frequency: Double) {
    let ratio = 1 + 1e-9
    if gain > peak.gain * ratio || (gain * ratio > peak.gain && frequency < peak.cyclesPerFrame) {
      peak = ResponsePeak(gain: max(gain, peak.gain), cyclesPerFrame: frequency)
    }
  }

  /// The taps, turned so that bin k of the transform stands for k + share / shareCount.
  private mutating func load(_ path: ArraySlice<Sample>, _ share: Int) {
    let step = -2 * Double.pi * Double(share) / Double(shareCount * transform.count)
    let (stepCosine, stepSine) = (cos(step), sin(step))
    var (cosine, sine) = (1.0, 0.0)
    for (frame, tap) in path.enumerated() {
      // Each product turns on; starting anew now and then keeps rounding from adding up.
      if frame & 63 == 0 { (cosine, sine) = (cos(step * Double(frame)), sin(step * Double(frame))) }
      real[frame] = Double(tap) * cosine
      imaginary[frame] = Double(tap) * sine
      (cosine, sine) = (
        cosine * stepCosine - sine * stepSine, cosine * stepSine + sine * stepCosine
      )
    }
    for frame in path.count..<transform.count {
      real[frame] = 0
      imaginary[frame] = 0
    }
  }
}

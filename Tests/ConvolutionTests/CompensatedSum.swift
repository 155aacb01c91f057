import Convolution

/// A sum of products as if computed in twice float64's precision and rounded once at the end.
///
/// Plain float64 sums are no yardstick for a float64 convolver: they err as much as it does.
///
/// - Source: Ogita, Rump, Oishi 2005, "Accurate sum and dot product", algorithm 5.3 (Dot2).
struct CompensatedSum {
  private var sum = 0.0
  private var compensation = 0.0

  var value: Double { sum + compensation }

  @inline(__always)
  mutating func add(_ a: Double, times b: Double) {
    let product = a * b
    // By halves of 26 bits, whose products are exact: a fused operation would be a library call.
    let (aHigh, aLow) = Self.halves(a), (bHigh, bLow) = Self.halves(b)
    let productError =
      aLow * bLow - (((product - aHigh * bHigh) - aLow * bHigh) - aHigh * bLow)
    let total = sum + product
    let part = total - sum
    let sumError = (sum - (total - part)) + (product - part)
    sum = total
    compensation += productError + sumError
  }

  /// Dekker 1971.
  @inline(__always)
  private static func halves(_ a: Double) -> (high: Double, low: Double) {
    let scaled = 134_217_729 * a
    let high = scaled - (scaled - a)
    return (high, a - high)
  }
}

/// Signal and taps convolved, cut to the signal's length: in plain float64 where the convolver has
/// `Float` samples, by ``CompensatedSum`` otherwise.
func exactConvolution(_ signal: [Double], _ taps: [Double]) -> [Double] {
  if Sample.self == Float.self {
    return Array(Reference.convolve(signal, taps).prefix(signal.count))
  }
  return compensatedConvolution(signal, taps)
}

private func compensatedConvolution(_ signal: [Double], _ taps: [Double]) -> [Double] {
  signal.indices.map { n in
    var sum = CompensatedSum()
    for t in max(0, n - taps.count + 1)...n { sum.add(signal[t], times: taps[n - t]) }
    return sum.value
  }
}

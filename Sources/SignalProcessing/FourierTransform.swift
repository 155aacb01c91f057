internal import Glibc

/// The discrete Fourier transform of one power-of-two length in float64, in place.
///
/// For design and reports, never for the data path: radix 2 with decimation in time and a table of
/// exact twiddles is short and accurate (about 1e-15 relative) rather than fast. A transform of
/// 2^19 points takes about 15 ms.
///
/// Source: Cooley and Tukey, Mathematics of Computation 19 (1965) 297.
public struct FourierTransform: Sendable {
  /// The length `N`.
  public let count: Int
  /// `exp(-2 pi i k / N)` for the first half of the circle.
  private let cosines: [Double]
  private let sines: [Double]

  /// Longer ones are split in halves first, so that most passes stay in the second-level cache.
  private static let cachedCount = 1 << 13

  /// - Precondition: `count` is a power of two, at least 2.
  /// - Complexity: N/2 sines and cosines.
  public init(count: Int) {
    precondition(count >= 2 && count.nonzeroBitCount == 1)
    self.count = count
    let angles = (0..<count / 2).map { -2 * Double.pi * Double($0) / Double(count) }
    cosines = angles.map { cos($0) }
    sines = angles.map { sin($0) }
  }

  /// The smallest length that holds `frames`.
  public static func count(holding frames: Int) -> Int {
    var count = 2
    while count < frames { count *= 2 }
    return count
  }

  /// Replaces a signal by its spectrum, `X[k] = sum of x[n] exp(-2 pi i k n / N)`.
  ///
  /// - Precondition: both parts are `count` long.
  public func forward(_ real: inout MutableSpan<Double>, _ imaginary: inout MutableSpan<Double>) {
    precondition(real.count == count)
    precondition(imaginary.count == count)
    real.withUnsafeMutableBufferPointer { real in
      imaginary.withUnsafeMutableBufferPointer { imaginary in
        guard let re = real.baseAddress, let im = imaginary.baseAddress else { return }
        reverseBits(re, im)
        transform(re, im, count)
      }
    }
  }

  /// Replaces a spectrum by its signal, scaled by 1/N: the inverse of ``forward(_:_:)``.
  ///
  /// - Precondition: both parts are `count` long.
  public func inverse(_ real: inout MutableSpan<Double>, _ imaginary: inout MutableSpan<Double>) {
    // With the parts exchanged the forward transform runs backwards.
    forward(&imaginary, &real)
    let scale = 1 / Double(count)
    for index in real.indices {
      real[index] *= scale
      imaginary[index] *= scale
    }
  }

  /// Transforms `points` numbers in bit-reversed order.
  private func transform(
    _ real: UnsafeMutablePointer<Double>, _ imaginary: UnsafeMutablePointer<Double>, _ points: Int
  ) {
    var half = 1
    if points > Self.cachedCount {
      half = points / 2
      transform(real, imaginary, half)
      transform(real + half, imaginary + half, half)
    }
    while half < points {
      combine(real, imaginary, points, half: half)
      half *= 2
    }
  }

  /// One pass: joins neighbouring transforms of `half` numbers each.
  private func combine(
    _ real: UnsafeMutablePointer<Double>, _ imaginary: UnsafeMutablePointer<Double>,
    _ points: Int, half: Int
  ) {
    let stride = count / (2 * half)
    cosines.withUnsafeBufferPointer { cosines in
      sines.withUnsafeBufferPointer { sines in
        var start = 0
        while start < points {
          var (low, high, twiddle) = (start, start &+ half, 0)
          while low < start &+ half {
            let (c, s) = (cosines[twiddle], sines[twiddle])
            let (a, b) = (real[high], imaginary[high])
            let (turnedReal, turnedImaginary) = (a * c - b * s, a * s + b * c)
            let (x, y) = (real[low], imaginary[low])
            real[low] = x + turnedReal
            imaginary[low] = y + turnedImaginary
            real[high] = x - turnedReal
            imaginary[high] = y - turnedImaginary
            low &+= 1
            high &+= 1
            twiddle &+= stride
          }
          start &+= 2 &* half
        }
      }
    }
  }

  private func reverseBits(
    _ real: UnsafeMutablePointer<Double>, _ imaginary: UnsafeMutablePointer<Double>
  ) {
    var reversed = 0
    var index = 1
    while index < count {
      // Adds one to a counter whose highest bit counts first.
      var bit = count >> 1
      while reversed & bit != 0 {
        reversed ^= bit
        bit >>= 1
      }
      reversed |= bit
      if index < reversed {
        swap(&real[index], &real[reversed])
        swap(&imaginary[index], &imaginary[reversed])
      }
      index &+= 1
    }
  }
}

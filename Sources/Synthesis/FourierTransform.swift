import Glibc

/// The discrete Fourier transform of one power-of-two length in float64, in place.
///
/// Radix 2 with decimation in time and a table of exact twiddles: short and accurate (about 1e-15
/// relative) rather than fast, since it only serves the synthesis of a few sounds.
///
/// Source: Cooley and Tukey, Mathematics of Computation 19 (1965) 297.
struct FourierTransform {
  /// The length `N`.
  let count: Int
  /// `exp(-2 pi i k / N)` for the first half of the circle.
  private let twiddles: ComplexSignal

  /// - Precondition: `count` is a power of two, at least 2.
  init(count: Int) {
    precondition(count >= 2 && count.nonzeroBitCount == 1)
    self.count = count
    twiddles = ComplexSignal(count: count / 2)
    for index in 0..<count / 2 {
      let angle = -2 * Double.pi * Double(index) / Double(count)
      twiddles[index] = (cos(angle), sin(angle))
    }
  }

  /// The smallest length that holds `frames`.
  static func count(holding frames: Int) -> Int {
    var count = 2
    while count < frames { count *= 2 }
    return count
  }

  /// Replaces a signal by its spectrum, `X[k] = sum of x[n] exp(-2 pi i k n / N)`.
  func forward(_ signal: ComplexSignal) {
    precondition(signal.count == count)
    unsafe transform(signal.real, signal.imaginary)
  }

  /// Replaces a spectrum by its signal, scaled by 1/N: the inverse of ``forward(_:)``.
  func inverse(_ spectrum: ComplexSignal) {
    precondition(spectrum.count == count)
    // With the parts exchanged the forward transform runs backwards.
    unsafe transform(spectrum.imaginary, spectrum.real)
    let scale = 1 / Double(count)
    var index = 0
    while index < count {
      unsafe spectrum.real[index] *= scale
      unsafe spectrum.imaginary[index] *= scale
      index &+= 1
    }
  }

  private func transform(
    _ real: UnsafeMutablePointer<Double>, _ imaginary: UnsafeMutablePointer<Double>
  ) {
    unsafe reverseBits(real, imaginary)
    var half = 1
    while half < count {
      unsafe combine(real, imaginary, half: half)
      half *= 2
    }
  }

  /// One pass: joins neighbouring transforms of `half` numbers each.
  private func combine(
    _ real: UnsafeMutablePointer<Double>, _ imaginary: UnsafeMutablePointer<Double>, half: Int
  ) {
    let (cosines, sines) = unsafe (twiddles.real, twiddles.imaginary)
    let stride = count / (2 * half)
    var start = 0
    while start < count {
      var (low, high, twiddle) = (start, start &+ half, 0)
      while low < start &+ half {
        let (c, s) = unsafe (cosines[twiddle], sines[twiddle])
        let (a, b) = unsafe (real[high], imaginary[high])
        let (turnedReal, turnedImaginary) = (a * c - b * s, a * s + b * c)
        let (x, y) = unsafe (real[low], imaginary[low])
        unsafe real[low] = x + turnedReal
        unsafe imaginary[low] = y + turnedImaginary
        unsafe real[high] = x - turnedReal
        unsafe imaginary[high] = y - turnedImaginary
        low &+= 1
        high &+= 1
        twiddle &+= stride
      }
      start &+= 2 &* half
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
        let (x, y) = unsafe (real[index], imaginary[index])
        unsafe real[index] = real[reversed]
        unsafe imaginary[index] = imaginary[reversed]
        unsafe real[reversed] = x
        unsafe imaginary[reversed] = y
      }
      index &+= 1
    }
  }
}

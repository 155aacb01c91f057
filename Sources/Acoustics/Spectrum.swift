internal import SignalProcessing

/// The transform of real samples, up to half the rate.
struct Spectrum {
  /// `[bin]`, from 0 to N/2 inclusive.
  let real: [Double]
  let imaginary: [Double]
  /// Hz from bin to bin.
  let binHertz: Double

  /// - Parameter count: N, a power of two that holds the samples; zeros follow them.
  init(_ samples: ArraySlice<Double>, count: Int, sampleRate: Int) {
    precondition(samples.count <= count)
    var real = Array(samples) + [Double](repeating: 0, count: count - samples.count)
    var imaginary = [Double](repeating: 0, count: count)
    FourierTransform(count: count).forward(&real, &imaginary)
    self.real = Array(real.prefix(count / 2 + 1))
    self.imaginary = Array(imaginary.prefix(count / 2 + 1))
    binHertz = Double(sampleRate) / Double(count)
  }

  /// Squared magnitudes, `[bin]`.
  var powers: [Double] {
    real.indices.map { real[$0] * real[$0] + imaginary[$0] * imaginary[$0] }
  }
}

extension FourierTransform {
  /// Replaces a signal by its spectrum.
  func forward(_ real: inout [Double], _ imaginary: inout [Double]) {
    var re = real.mutableSpan, im = imaginary.mutableSpan
    forward(&re, &im)
  }

  /// Replaces a spectrum by its signal.
  func inverse(_ real: inout [Double], _ imaginary: inout [Double]) {
    var re = real.mutableSpan, im = imaginary.mutableSpan
    inverse(&re, &im)
  }
}

internal import SignalProcessing

extension FourierTransform {
  /// Replaces a signal by its spectrum.
  func forward(_ signal: ComplexSignal) {
    var real = unsafe MutableSpan(_unsafeStart: signal.real, count: signal.count)
    var imaginary = unsafe MutableSpan(_unsafeStart: signal.imaginary, count: signal.count)
    forward(&real, &imaginary)
  }

  /// Replaces a spectrum by its signal, scaled by 1/N.
  func inverse(_ spectrum: ComplexSignal) {
    var real = unsafe MutableSpan(_unsafeStart: spectrum.real, count: spectrum.count)
    var imaginary = unsafe MutableSpan(_unsafeStart: spectrum.imaginary, count: spectrum.count)
    inverse(&real, &imaginary)
  }
}

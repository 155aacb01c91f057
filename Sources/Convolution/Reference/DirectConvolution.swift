/// The project's statement of what convolution and correlation mean: slow, plain, in float64.
///
/// Convolution turns the kernel around: y(n) = Σ over t of x(t) h(n - t). Correlation does not:
/// y(n) = Σ over t of x(t) h(t - n). A linear system applied to a signal is a convolution with its
/// impulse response; finding a pattern in a signal is a correlation with the pattern. Every fast
/// path of the library is tested against these functions.
///
/// - Complexity: the product of the two sizes.
/// - Thread: any.
public enum Reference {
  /// Which part of the full result is kept.
  public enum Mode: CaseIterable, Sendable {
    /// Every position where signal and kernel overlap at all: n + m - 1 values.
    case full
    /// As many values as the signal, centred on the full result. Where the kernel is even, the
    /// centre is the earlier of the two middle taps, as in `numpy.convolve`.
    case same
    /// Only positions where the kernel lies wholly within the signal: n - m + 1 values, none if the
    /// kernel is longer.
    case valid

    /// The kept positions of a full result of `signal + kernel - 1` values.
    func range(signal: Int, kernel: Int) -> Range<Int> {
      switch self {
      case .full: 0..<(signal + kernel - 1)
      case .same: (kernel - 1) / 2..<(kernel - 1) / 2 + signal
      case .valid: kernel > signal ? 0..<0 : kernel - 1..<signal
      }
    }
  }

  /// Signal and kernel convolved.
  ///
  /// - Parameter signal: x, any length; an empty one gives an empty result.
  /// - Parameter kernel: h, at least one tap; turned around by the definition.
  /// - Returns: y as the mode keeps it; its first value belongs to the mode's first position.
  public static func convolve(
    _ signal: [Double], _ kernel: [Double], mode: Mode = .full
  ) -> [Double] {
    precondition(!kernel.isEmpty)
    if signal.isEmpty { return [] }
    return mode.range(signal: signal.count, kernel: kernel.count).map { n in
      var sum = 0.0
      for t in max(0, n - kernel.count + 1)...min(n, signal.count - 1) {
        sum += signal[t] * kernel[n - t]
      }
      return sum
    }
  }

  /// Signal and kernel correlated: convolution without the turn.
  ///
  /// Position n of the full result lays the kernel's *last* tap on sample n, so that the modes keep
  /// the same positions as those of ``convolve(_:_:mode:)``.
  ///
  /// - Parameter signal: x, any length; an empty one gives an empty result.
  /// - Parameter kernel: the pattern, at least one tap; laid on as it stands.
  public static func correlate(
    _ signal: [Double], _ kernel: [Double], mode: Mode = .full
  ) -> [Double] {
    precondition(!kernel.isEmpty)
    if signal.isEmpty { return [] }
    return mode.range(signal: signal.count, kernel: kernel.count).map { n in
      var sum = 0.0
      for t in max(0, n - kernel.count + 1)...min(n, signal.count - 1) {
        sum += signal[t] * kernel[kernel.count - 1 - (n - t)]
      }
      return sum
    }
  }
}

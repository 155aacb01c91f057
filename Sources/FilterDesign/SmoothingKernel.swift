internal import Glibc

/// Kernels that average: taps that sum to 1 and are the same backwards.
public enum SmoothingKernel {
  /// Equal weights: the running mean.
  ///
  /// Its magnitude at f cycles per frame is |sin(π f n) / (n sin(π f))|.
  ///
  /// - Precondition: at least one tap.
  public static func mean(tapCount: Int) -> [Double] {
    precondition(tapCount > 0)
    return [Double](repeating: 1 / Double(tapCount), count: tapCount)
  }

  /// Weights of a Gaussian around the middle.
  ///
  /// Its magnitude at f cycles per frame is exp(-2 (π σ f)²), as far as the taps reach: with six σ
  /// to each side to -100 dB and better, with fewer it falls short of that.
  ///
  /// - Parameter sigma: the standard deviation in taps, above 0.
  public static func gaussian(tapCount: Int, sigma: Double) -> [Double] {
    precondition(tapCount > 0 && sigma > 0)
    let middle = Double(tapCount - 1) / 2
    let weights = (0..<tapCount).map { tap in
      let distance = (Double(tap) - middle) / sigma
      return exp(-0.5 * distance * distance)
    }
    let sum = weights.reduce(0, +)
    return weights.map { $0 / sum }
  }

  /// The standard deviation that suits so many taps, in taps: 0.3 ((n - 1) / 2 - 1) + 0.8, as OpenCV
  /// has it and as the two-dimensional kernels do. 0.8 for 3, 1.1 for 5, 1.4 for 7.
  public static func sigma(tapCount: Int) -> Double {
    0.3 * (Double(tapCount - 1) / 2 - 1) + 0.8
  }
}

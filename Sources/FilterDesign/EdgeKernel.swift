/// Kernels that answer to change: taps that sum to 0 and turn their sign backwards.
///
/// Written as impulse responses, which convolution turns around: a rising signal gives a positive
/// answer, one per frame for a slope of one per frame.
public enum EdgeKernel {
  /// The central difference, (x(n + 1) - x(n - 1)) / 2, one frame late.
  ///
  /// Its magnitude at f cycles per frame is |sin(2 π f)|: the derivative's, 2 π f, for slow changes.
  public static let difference: [Double] = [0.5, 0, -0.5]

  /// The central difference of the mean (1, 2, 1) / 4, two frames late: the derivative across Sobel's
  /// kernel and the mean along it, both in time. Less noise, and the edge is found in the same place.
  ///
  /// Its magnitude is |sin(2 π f)| cos²(π f).
  public static let sobel: [Double] = [0.125, 0.25, 0, -0.25, -0.125]
}

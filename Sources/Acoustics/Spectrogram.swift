internal import Glibc
internal import SignalProcessing

/// The spectrum of a sound from moment to moment.
public struct Spectrogram: Equatable, Sendable {
  /// Powers, `[column][bin]`, column after column: a sine of full scale is 1 in its bin.
  public let powers: [Double]
  /// Moments.
  public let columnCount: Int
  /// From 0 Hz to half the rate.
  public let binCount: Int
  /// Seconds from column to column; the first stands at 0.
  public let columnSeconds: Double
  /// Hz from bin to bin.
  public let binHertz: Double

  /// How it is taken.
  public struct Plan: Equatable, Sendable {
    /// Frames that one column looks at, weighted by a Hann window around its moment.
    public let windowFrames: Int
    /// Frames from column to column.
    public let hopFrames: Int

    /// - Precondition: both at least 1.
    public init(windowFrames: Int, hopFrames: Int) {
      precondition(windowFrames > 0 && hopFrames > 0)
      self.windowFrames = windowFrames
      self.hopFrames = hopFrames
    }
  }

  /// - Parameter samples: one channel, full scale 1; outside of it is silence.
  /// - Complexity: a transform of at least two windows for each two columns.
  /// - Source: Allen and Rabiner, Proceedings of the IEEE 65 (1977) 1558.
  public init(_ samples: [Double], sampleRate: Int, plan: Plan) {
    // Twice the window: the bins then follow the spectrum's shape between its own points.
    let transform = FourierTransform(
      count: FourierTransform.count(holding: max(2 * plan.windowFrames, 16)))
    let window = Self.hann(plan.windowFrames)
    columnCount = max(1, (samples.count + plan.hopFrames - 1) / plan.hopFrames)
    binCount = transform.count / 2 + 1
    columnSeconds = Double(plan.hopFrames) / Double(sampleRate)
    binHertz = Double(sampleRate) / Double(transform.count)
    var powers = [Double](repeating: 0, count: columnCount * binCount)
    for column in stride(from: 0, to: columnCount, by: 2) {
      // Two columns are the real and the imaginary part of one transform.
      var real = Self.windowed(samples, window, around: column * plan.hopFrames, transform.count)
      var imaginary = Self.windowed(
        samples, window, around: (column + 1) * plan.hopFrames, transform.count)
      transform.forward(&real, &imaginary)
      for bin in 0..<binCount {
        let pair = Self.pair(real, imaginary, bin)
        powers[column * binCount + bin] = pair.first
        if column + 1 < columnCount { powers[(column + 1) * binCount + bin] = pair.second }
      }
    }
    self.powers = powers
  }

  /// A window whose sum is 2: a sine of amplitude 1 is then 1 in its bin.
  static func hann(_ frames: Int) -> [Double] {
    let weights = (0..<frames).map {
      0.5 - 0.5 * cos(2 * Double.pi * (Double($0) + 0.5) / Double(frames))
    }
    let scale = 2 / weights.reduce(0, +)
    return weights.map { $0 * scale }
  }

  private static func windowed(
    _ samples: [Double], _ window: [Double], around frame: Int, _ count: Int
  ) -> [Double] {
    var result = [Double](repeating: 0, count: count)
    let start = frame - window.count / 2
    for index in max(0, -start)..<max(0, -start, min(window.count, samples.count - start)) {
      result[index] = samples[start + index] * window[index]
    }
    return result
  }

  /// The powers of the two real signals in one complex transform.
  private static func pair(
    _ real: [Double], _ imaginary: [Double], _ bin: Int
  ) -> (first: Double, second: Double) {
    let mirror = bin == 0 ? 0 : real.count - bin
    let (a, b) = (real[bin], imaginary[bin]), (c, d) = (real[mirror], imaginary[mirror])
    let (evenReal, evenImaginary) = ((a + c) / 2, (b - d) / 2)
    let (oddReal, oddImaginary) = ((b + d) / 2, (c - a) / 2)
    return (
      evenReal * evenReal + evenImaginary * evenImaginary,
      oddReal * oddReal + oddImaginary * oddImaginary
    )
  }
}
